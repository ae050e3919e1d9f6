/** The keys, those that one must know first. */
import { Text } from 'ink';
import type { ReactElement } from 'react';
import { Scrolled } from './Scrolled.js';

const keys: readonly (readonly [string, string])[] = [
  ['1 2 3 4, tab', 'overview, curves, pictures, run'],
  ['q', 'leave this screen; training continues'],
  ['ctrl-c', 'stop the training that this command started; else leave'],
  ['s', 'stop the training, with a checkpoint'],
  ['p', 'pause and resume'],
  ['+ -', 'beta up and down: 0.5, 1, 2, 5, ...'],
  ['] [', 'learning rate up and down'],
  ['0', 'beta and learning rate back to their schedules'],
  ['l', 'logarithmic scale'],
  ['c', 'write a checkpoint now'],
  ['up down', 'scroll this page and page 4'],
  ['?', 'this help'],
];

export function Help(props: { readonly rows: number; readonly offset: number }): ReactElement {
  return (
    <Scrolled {...props} paddingLeft={2}>
      {keys.map(([key, meaning]) => (
        <Text key={key} wrap="truncate">
          <Text bold>{key.padEnd(14)}</Text>
          {meaning}
        </Text>
      ))}
    </Scrolled>
  );
}
