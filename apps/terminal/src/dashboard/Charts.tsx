/** The loss curves: total and reconstruction on one axis, KL, which is much smaller, on one of its own. */
import { Box } from 'ink';
import type { ReactElement } from 'react';
import { hasKl, totalSteps } from '@speil/api';
import type { Losses, TrainingState } from '@speil/api';
import { formatLoss } from '../report/format.js';
import { chart, type Series } from '../render/chart.js';
import type { Span } from '../render/canvas.js';
import { symbols, type ColourName, type Theme } from '../render/theme.js';
import { useTheme } from './context.js';
import { Line, Lines } from './Lines.js';

export interface ChartsProps {
  readonly training: TrainingState;
  readonly columns: number;
  readonly rows: number;
  readonly log: boolean;
  /** KL under the loss rather than beside it. */
  readonly stacked?: boolean;
}

interface Curve {
  readonly key: Exclude<keyof Losses, 'extras'>;
  readonly label: string;
  readonly colour: ColourName;
  readonly plain: string;
}

const total: Curve = { key: 'total', label: 'total', colour: 'blue', plain: '*' };
const reconstruction: Curve = {
  key: 'reconstruction',
  label: 'reconstruction',
  colour: 'orange',
  plain: '+',
};
const kl: Curve = { key: 'kl', label: 'KL', colour: 'teal', plain: '*' };

export function Charts({
  training,
  columns,
  rows,
  log,
  stacked = false,
}: ChartsProps): ReactElement {
  const variational = hasKl(training);
  // Nor has a low terminal room for two axes.
  if (!variational || (stacked && rows < 10)) {
    const curves = variational ? [reconstruction, total] : [total];
    return <Chart {...{ training, columns, rows, log, curves }} />;
  }
  const first = stacked ? columns : Math.ceil(columns * 0.58);
  const height = stacked ? Math.ceil(rows * 0.6) : rows;
  const loss = { columns: first, rows: height };
  const rest = stacked ? { columns, rows: rows - height } : { columns: columns - first, rows };
  return (
    <Box flexDirection={stacked ? 'column' : 'row'}>
      <Chart {...{ training, log, ...loss }} curves={[reconstruction, total]} />
      <Chart {...{ training, log, ...rest }} curves={[kl]} />
    </Box>
  );
}

function Chart(props: {
  readonly training: TrainingState;
  readonly columns: number;
  readonly rows: number;
  readonly log: boolean;
  readonly curves: readonly Curve[];
}): ReactElement {
  const { training, columns, rows, log, curves } = props;
  const theme = useTheme();
  const lines = chart({
    series: curves.flatMap((curve) => seriesOf(training, curve)),
    columns: columns - 1,
    rows: rows - 1,
    xEnd: shownSteps(training),
    marks: training.marks.filter(({ command }) => command.type === 'set').map(({ step }) => step),
    log,
    theme,
  });
  return (
    <Box flexDirection="column" width={columns}>
      <Line spans={legend(training, curves, columns - 1, log, theme)} />
      <Lines lines={lines} />
    </Box>
  );
}

/** The x axis: the whole run halved as often as what is done still fits, so that a curve fills half of it or more. */
export function shownSteps(training: TrainingState): number {
  let end = Math.max(1, totalSteps(training));
  while (end / 2 >= Math.max(10, training.step)) end /= 2;
  return Math.ceil(end);
}

function seriesOf({ curve, epochs }: TrainingState, { key, colour, plain }: Curve): Series[] {
  const validated = epochs.flatMap(({ step, validation }) =>
    validation === null ? [] : [{ x: step, y: validation[key] }],
  );
  return [
    {
      colour,
      plain,
      style: 'line',
      points: curve.map((point) => ({ x: point.step, y: point[key] })),
    },
    { colour: 'mauve', plain: 'o', style: 'dotted', points: validated },
  ];
}

/** What each colour is, with its last value; what does not fit is left out. */
function legend(
  training: TrainingState,
  curves: readonly Curve[],
  columns: number,
  log: boolean,
  theme: Theme,
): readonly Span[] {
  const { dot } = symbols(theme);
  const last = training.epochs.findLast(({ validation }) => validation !== null)?.validation;
  const shown = [...curves].reverse();
  const entries: (readonly Span[])[] = shown.map(({ key, label, colour, plain }) => [
    { text: theme.unicode ? dot : plain, colour },
    { text: ` ${label} ${formatLoss(training.losses?.[key])}  ` },
  ]);
  if (last !== undefined && last !== null) {
    const { key } = shown[0]!;
    entries.push([
      { text: theme.unicode ? dot : 'o', colour: 'mauve' },
      { text: ` validation ${formatLoss(last[key])}  ` },
    ]);
  }
  if (log) entries.push([{ text: 'log', colour: 'grey' }]);
  const spans: Span[] = [{ text: ' ' }];
  let length = 1;
  for (const entry of entries) {
    length += entry.reduce((sum, { text }) => sum + text.length, 0);
    if (length <= columns + 2) spans.push(...entry);
  }
  return spans;
}
