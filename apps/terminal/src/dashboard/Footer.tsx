/** The last line: panes and keys, or what has just been said. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';

export const panes = ['overview', 'curves', 'pictures', 'run'] as const;
export type Pane = (typeof panes)[number];

export interface FooterProps {
  readonly pane: Pane;
  readonly columns: number;
  readonly live: boolean;
  readonly paused: boolean;
  /** Said instead of the keys. */
  readonly notice: string | undefined;
}

export function Footer({ pane, columns, live, paused, notice }: FooterProps): ReactElement {
  const said = notice ?? keysFor(columns, live, paused);
  const room = columns - tabsWidth - 4;
  return (
    <Box width={columns} height={1} justifyContent="space-between" paddingX={1}>
      {said.length <= room && (
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
        {said}
      </Text>
    </Box>
  );
}

/** What the panes' names take: a digit and a space each, two spaces between. */
const tabsWidth = panes.join('').length + panes.length * 4 - 2;

function keysFor(columns: number, live: boolean, paused: boolean): string {
  const few = '? help  q leave';
  if (!live) return few;
  const all = `? help  p ${paused ? 'resume' : 'pause'}  s stop  q leave`;
  return all.length <= columns - tabsWidth - 4 ? all : few;
}
