/** The last line: panes and keys, or a notice. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { footerText } from './keymap.js';
import { panes, type Pane } from './screen.js';

export interface FooterProps {
  readonly pane: Pane;
  readonly columns: number;
  readonly live: boolean;
  readonly paused: boolean;
  /** Shown instead of the keys. */
  readonly notice: string | undefined;
}

export function Footer({ pane, columns, live, paused, notice }: FooterProps): ReactElement {
  const room = columns - tabsWidth - 4;
  const text = notice ?? footerText(room, live, paused);
  return (
    <Box width={columns} height={1} justifyContent="space-between" paddingX={1}>
      {text.length <= room && (
        <Box gap={2} flexShrink={0}>
          {panes.map((name, i) => (
            <Text
              key={name}
              bold={name === pane}
              underline={name === pane}
              dimColor={name !== pane}
            >
              {`${i + 1} ${name}`}
            </Text>
          ))}
        </Box>
      )}
      <Text wrap="truncate" bold={notice !== undefined} dimColor={notice === undefined}>
        {text}
      </Text>
    </Box>
  );
}

/** Number of columns for the names of the panes: each has a digit and a space before it, and two spaces after it. */
const tabsWidth = panes.join('').length + panes.length * 4 - 2;
