/** Everything that is known about the run, in words: its settings, its progress, its epochs, and a person's changes. */
import { Text } from 'ink';
import type { ReactElement } from 'react';
import {
  hasKl,
  scalarNames,
  scheduledScalars,
  type RunConfig,
  type ScalarName,
  type Schedule,
  type TrainingEventOf,
} from '@speil/api';
import { formatCount, formatDuration, formatLoss, formatScalar, plural } from '../report/format.js';
import { describeCommand } from '../report/plain.js';
import { table } from '../report/table.js';
import { Scrolled, wrapText } from './Scrolled.js';
import type { RunView } from './store.js';

type Epoch = TrainingEventOf<'epoch-end'>;

/** Number of columns before the value. */
const [padding, nameWidth] = [1, 12];

export function RunPane(props: {
  readonly view: RunView;
  readonly folder: string;
  readonly columns: number;
  readonly rows: number;
  readonly offset: number;
}): ReactElement {
  const { view, folder, columns, rows, offset } = props;
  const { marks, epochs } = view.training;
  const facts = factsOf(view, folder).flatMap(([name, value]) =>
    wrapText(value, columns - padding - nameWidth - 1).map((line, i) => (
      <Text key={`${name} ${i}`} wrap="truncate">
        <Text dimColor>{(i === 0 ? name : '').padEnd(nameWidth)}</Text>
        {line}
      </Text>
    )),
  );
  const best = epochs.findLast((epoch) => epoch.best);
  const trained = view.training.run?.trainExamples ?? 0;
  // The newest epochs come first.
  const lines = table([...epochs].reverse(), [
    { title: 'EPOCH', value: ({ epoch }) => String(epoch), align: 'right' },
    { title: 'TRAIN', value: ({ train }) => formatLoss(train.total), align: 'right' },
    ...(hasKl(view.training)
      ? [
          {
            title: 'KL',
            value: ({ train }: Epoch) => formatLoss(train.kl),
            align: 'right',
          } as const,
        ]
      : []),
    {
      title: 'VALIDATION',
      value: ({ validation }) => formatLoss(validation?.total),
      align: 'right',
    },
    { title: 'SCORE', value: ({ score }) => formatLoss(score), align: 'right' },
    {
      title: 'EX/S',
      value: ({ examplesPerSecond }) => formatCount(examplesPerSecond),
      align: 'right',
    },
    {
      title: 'TIME',
      value: ({ examplesPerSecond }) =>
        examplesPerSecond > 0 ? formatDuration(trained / examplesPerSecond) : '-',
      align: 'right',
    },
    { title: '', value: (epoch) => (epoch === best ? 'best' : '') },
  ]);
  const reported = marks.map(({ step, command }, i) => (
    <Text key={`mark ${i}`} wrap="truncate">
      <Text dimColor>{`step ${formatCount(step)}  `}</Text>
      {describeCommand(command)}
    </Text>
  ));
  return (
    <Scrolled rows={rows} offset={offset} paddingLeft={padding}>
      {[
        ...facts,
        <Text key="gap"> </Text>,
        ...(epochs.length > 0 ? lines : []).map((line, i) => (
          <Text key={`epoch ${i}`} wrap="truncate" dimColor={i === 0}>
            {line}
          </Text>
        )),
        ...reported.reverse(),
      ]}
    </Scrolled>
  );
}

/** The facts about the run, the most important ones first. */
function factsOf(view: RunView, folder: string): readonly (readonly [string, string])[] {
  const { config, status, training } = view;
  const { run, checkpoint, message } = training;
  const examples = `${formatCount(run?.trainExamples ?? 0)} to train, ${formatCount(run?.validationExamples ?? 0)} to validate`;
  const from = config?.data.validation?.id;
  return [
    ['folder', folder],
    ...(message === undefined ? [] : [['message', message] as const]),
    ...(config === undefined ? [] : askedFor(config)),
    ['examples', from === undefined ? examples : `${examples} (of ${from})`],
    ['parameters', formatCount(run?.parameters ?? 0)],
    ['checkpoint', checkpoint === undefined ? 'none yet' : checkpoint.folder],
    ['engine', `${run?.engine ?? '-'}, seed ${run?.seed ?? '-'}`],
    ['process', status === undefined ? '-' : `${status.pid} on ${status.host}`],
  ];
}

function askedFor({ recipe, data, command }: RunConfig): readonly (readonly [string, string])[] {
  const { model, training } = recipe;
  const { epochs, batchSize, optimizer } = training;
  const isShown = (name: ScalarName): boolean =>
    name !== 'beta' || model.bottleneck.kind === 'gaussian';
  const limit = data.limit === undefined ? '' : `, ${formatCount(data.limit)} of it`;
  const settings = [
    `batch size ${formatCount(batchSize)}`,
    optimizer.name,
    ...scalarNames.filter(isShown).flatMap((name) => {
      const schedule = training[name];
      return schedule ? [`${scheduledScalars[name].title} ${describeSchedule(schedule)}`] : [];
    }),
    plural(epochs, 'epoch'),
  ];
  return [
    ['recipe', `${recipe.name}: ${recipe.title}`],
    ['data', `${data.name}${limit}`],
    [
      'model',
      `${model.family}, latent ${model.latentShape.join('x')}, ${model.objective.likelihood.kind}`,
    ],
    ['settings', settings.join(', ')],
    ...(command === undefined ? [] : [['command', command] as const]),
  ];
}

/** `0.001`, or `linear 0 to 1`. */
function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === 'constant') return formatScalar(schedule.value);
  if (schedule.kind === 'inverseSigmoid') return `${schedule.kind} ${formatScalar(schedule.rate)}`;
  const to = schedule.kind === 'exponential' ? schedule.floor : schedule.to;
  return `${schedule.kind} ${formatScalar(schedule.from)} to ${formatScalar(to)}`;
}
