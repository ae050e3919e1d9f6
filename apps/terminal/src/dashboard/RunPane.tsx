/**
 * All that is known of the run, in words, and what a person did to it. Where there are too few rows, what is known from
 * elsewhere goes first: the facts stand in the order in which they are missed.
 */
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { formatCount, formatLoss } from '../report/format.js';
import { describeCommand } from '../report/plain.js';
import { table } from '../report/table.js';
import type { RunView } from './store.js';

export function RunPane(props: {
  readonly view: RunView;
  readonly folder: string;
  readonly rows: number;
}): ReactElement {
  const { view, folder, rows } = props;
  const { run, checkpoint, marks, epochs } = view.training;
  const facts: readonly (readonly [string, string])[] = [
    ['folder', folder],
    ...(view.training.message === undefined ? [] : [['message', view.training.message] as const]),
    ['parameters', formatCount(run?.parameters ?? 0)],
    [
      'examples',
      `${formatCount(run?.trainExamples ?? 0)} to train, ${formatCount(run?.validationExamples ?? 0)} to validate, ${run?.batchSize ?? 0} a step`,
    ],
    ['checkpoint', checkpoint === undefined ? 'none yet' : checkpoint.folder],
    ['engine', run?.engine ?? '-'],
    ['seed', String(run?.seed ?? '-')],
    ['process', view.status === undefined ? '-' : `${view.status.pid} on ${view.status.host}`],
  ];
  // Titles, the last epoch and an empty line above are kept for the table.
  const shownFacts = facts.slice(0, Math.max(0, rows - (epochs.length > 0 ? 3 : 0)));
  const room = Math.max(0, rows - shownFacts.length - 2);
  const shownMarks = newest(marks, Math.floor(room / 3));
  const shownEpochs = newest(epochs, room - shownMarks.length);
  const lines = table(shownEpochs, [
    { title: 'EPOCH', value: ({ epoch }) => String(epoch), align: 'right' },
    { title: 'TRAIN', value: ({ train }) => formatLoss(train.total), align: 'right' },
    { title: 'KL', value: ({ train }) => formatLoss(train.kl), align: 'right' },
    {
      title: 'VALIDATION',
      value: ({ validation }) => formatLoss(validation?.total),
      align: 'right',
    },
    {
      title: 'EX/S',
      value: ({ examplesPerSecond }) => formatCount(examplesPerSecond),
      align: 'right',
    },
    { title: '', value: ({ best }) => (best ? 'best so far' : '') },
  ]);
  return (
    <Box flexDirection="column" height={rows} paddingLeft={1}>
      {shownFacts.map(([name, value]) => (
        <Text key={name} wrap="truncate">
          <Text dimColor>{name.padEnd(12)}</Text>
          {value}
        </Text>
      ))}
      <Text> </Text>
      {(shownEpochs.length > 0 ? lines : []).map((line, i) => (
        <Text key={i} wrap="truncate" dimColor={i === 0}>
          {line}
        </Text>
      ))}
      {shownMarks.map(({ step, command }, i) => (
        <Text key={i} wrap="truncate">
          <Text dimColor>{`step ${formatCount(step)}  `}</Text>
          {describeCommand(command)}
        </Text>
      ))}
    </Box>
  );
}

/** The last of a list; `slice(-0)` would be all of it. */
function newest<Item>(items: readonly Item[], count: number): readonly Item[] {
  return count > 0 ? items.slice(-count) : [];
}
