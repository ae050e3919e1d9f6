/** Shows as many lines as there are rows, starting at an offset. The last row says how many lines are hidden. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';

export interface ScrolledProps {
  readonly rows: number;
  /** Number of lines to scroll down. A number that is too large shows the end. */
  readonly offset: number;
  readonly paddingLeft: number;
  /** One line per child. */
  readonly children: readonly ReactElement[];
}

/** Breaks a text into lines of a width at spaces. Words that are longer than a line are cut. */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) {
      lines[lines.length - 1] = `${last} ${word}`;
      continue;
    }
    for (let at = 0; at === 0 || at < word.length; at += room) {
      lines.push(word.slice(at, at + room));
    }
  }
  return lines;
}

export function Scrolled({ rows, offset, paddingLeft, children }: ScrolledProps): ReactElement {
  const room = children.length > rows ? Math.max(1, rows - 1) : rows;
  const first = Math.min(offset, Math.max(0, children.length - room));
  const below = children.length - first - room;
  return (
    <Box flexDirection="column" height={rows} paddingLeft={paddingLeft}>
      {children.slice(first, first + room)}
      {children.length > rows && rows > 1 && (
        <Text key="more" dimColor wrap="truncate">
          {`${first} lines above, ${below} below: arrow keys`}
        </Text>
      )}
    </Box>
  );
}
