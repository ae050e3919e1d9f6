/** The keys, those that one must know first: a low terminal shows no more than it has lines for. */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';

const keys: readonly (readonly [string, string])[] = [
  ['1 2 3 4, tab', 'overview, curves, pictures, run'],
  ['q', 'leave this screen; training goes on'],
  ['ctrl-c', 'stop the training that this command started; else leave'],
  ['s', 'stop the training, with a checkpoint'],
  ['p', 'pause, and let it go on'],
  ['+ -', 'beta up and down: 0.5, 1, 2, 5, ...'],
  ['] [', 'learning rate up and down'],
  ['0', 'beta and learning rate back to their schedules'],
  ['l', 'logarithmic scale'],
  ['c', 'write a checkpoint now'],
  ['?', 'this help'],
];

export function Help({ rows }: { readonly rows: number }): ReactElement {
  return (
    <Box flexDirection="column" height={rows} paddingLeft={2}>
      {rows > keys.length && <Text bold>Keys</Text>}
      {keys.slice(0, rows).map(([key, meaning]) => (
        <Text key={key} wrap="truncate">
          <Text bold>{key.padEnd(14)}</Text>
          {meaning}
        </Text>
      ))}
    </Box>
  );
}
