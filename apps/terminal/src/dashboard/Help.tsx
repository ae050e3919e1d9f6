/** The keys, those that one must know first. */
import { Text } from 'ink';
import type { ReactElement } from 'react';
import { Scrolled, linesOfText } from './Scrolled.js';

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

/** Columns before a meaning. */
const [padding, keyWidth] = [2, 14];

export function Help(props: {
  readonly columns: number;
  readonly rows: number;
  readonly offset: number;
}): ReactElement {
  const { columns, ...scrolled } = props;
  return (
    <Scrolled {...scrolled} paddingLeft={padding}>
      {keys.flatMap(([key, meaning]) =>
        linesOfText(meaning, columns - padding - keyWidth - 1).map((line, i) => (
          <Text key={`${key} ${i}`} wrap="truncate">
            <Text bold>{(i === 0 ? key : '').padEnd(keyWidth)}</Text>
            {line}
          </Text>
        )),
      )}
    </Scrolled>
  );
}
