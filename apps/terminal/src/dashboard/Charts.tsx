/** The loss curves: total and reconstruction on one axis, and KL, which is much smaller, on another. */
import { Box } from 'ink';
import type { ReactElement } from 'react';
import { hasKl, totalSteps } from '@speil/api';
import type { Losses, TrainingState } from '@speil/api';
import { formatLoss } from '../report/format.js';
import { keyOf, type Ink, type Span } from '../render/canvas.js';
import { chart, fitsLog, type Series } from '../render/chart.js';
import type { Theme } from '../render/theme.js';
import { useTheme } from './context.js';
import { Line, Lines } from './Lines.js';

export interface ChartsProps {
  readonly training: TrainingState;
  readonly columns: number;
  readonly rows: number;
  readonly log: boolean;
  /** Whether the KL chart is below the loss chart instead of beside it. */
  readonly stacked?: boolean;
}

interface Curve extends Ink {
  readonly key: Exclude<keyof Losses, 'extras'>;
  readonly label: string;
  /** The label in a legend with little room. */
  readonly short: string;
}

const total: Curve = {
  key: 'total',
  label: 'total',
  short: 'total',
  colour: 'blue',
  plain: '*',
  glyph: '●',
};
const reconstruction: Curve = {
  key: 'reconstruction',
  label: 'reconstruction',
  short: 'recon',
  colour: 'orange',
  plain: '+',
  glyph: '▲',
};
const kl: Curve = {
  key: 'kl',
  label: 'KL',
  short: 'KL',
  colour: 'teal',
  plain: '*',
  glyph: '●',
};
const validation: Ink = { colour: 'mauve', plain: 'o', glyph: '○' };

/** Minimum number of columns for two axes. */
const twoCharts = 60;

export function Charts({
  training,
  columns,
  rows,
  log,
  stacked = false,
}: ChartsProps): ReactElement {
  const variational = hasKl(training);
  // A low or narrow terminal has no room for two axes.
  if (!variational || (stacked ? rows < 10 : columns < twoCharts)) {
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
  const series = curves.flatMap((curve) => seriesOf(training, curve));
  const lines = chart({
    series,
    columns: columns - 1,
    rows: rows - 1,
    xEnd: shownSteps(training),
    marks: training.marks.filter(({ command }) => command.type === 'set').map(({ step }) => step),
    log,
    theme,
  });
  const scale = log ? (fitsLog(series) ? 'log' : 'linear: below 0') : undefined;
  return (
    <Box flexDirection="column" width={columns}>
      <Line spans={legend(entriesOf(training, curves), columns - 1, scale, theme)} />
      <Lines lines={lines} />
    </Box>
  );
}

/**
 * The end of the x axis, in steps. The length of the whole run is halved as long as the completed steps still fit, so
 * that a curve fills at least half of the axis.
 */
export function shownSteps(training: TrainingState): number {
  let end = Math.max(1, totalSteps(training));
  while (end / 2 >= Math.max(10, training.step)) end /= 2;
  return Math.ceil(end);
}

function seriesOf({ curve, epochs }: TrainingState, of: Curve): Series[] {
  const validated = epochs.flatMap((epoch) =>
    epoch.validation === null ? [] : [{ x: epoch.step, y: epoch.validation[of.key] }],
  );
  const points = curve.map((point) => ({ x: point.step, y: point[of.key] }));
  return [
    { ...of, style: 'line', points },
    { ...validation, style: 'dotted', points: validated },
  ];
}

interface Entry {
  readonly ink: Ink;
  readonly label: string;
  readonly short: string;
  readonly value: number | undefined;
}

/** Legend entries with the curves' last values, the most important first. */
function entriesOf(training: TrainingState, curves: readonly Curve[]): readonly Entry[] {
  const last = training.epochs.findLast((epoch) => epoch.validation !== null)?.validation;
  const [first, ...others] = [...curves].reverse().map((curve) => ({
    ink: curve,
    label: curve.label,
    short: curve.short,
    value: training.losses?.[curve.key],
  }));
  const { key } = curves.at(-1)!;
  // In the chart of KL alone, "validation" would be mistaken for the validation loss.
  const of = key === 'kl' ? ' KL' : '';
  const validated =
    last === undefined || last === null
      ? []
      : [
          {
            ink: validation,
            label: `validation${of}`,
            short: `val${of}`,
            value: last[key],
          },
        ];
  return [first!, ...validated, ...others];
}

/** The entries in full if they fit, otherwise shortened. If they still do not fit, the last entries are left out. */
export function legend(
  entries: readonly Entry[],
  columns: number,
  scale: string | undefined,
  theme: Theme,
): readonly Span[] {
  const line = (shown: readonly Entry[], word: 'label' | 'short', gap: string): Span[] => [
    ...shown.flatMap(({ ink, value, ...words }, i): Span[] => [
      // The last entry has no gap after it, since the gap would take room from the other entries.
      { text: i === 0 ? ' ' : gap },
      { text: keyOf(ink, theme), colour: ink.colour },
      { text: ` ${words[word]} ${formatLoss(value)}` },
    ]),
    ...(scale === undefined ? [] : [{ text: gap }, { text: scale, colour: 'grey' } as const]),
  ];
  const attempts = [
    line(entries, 'label', '  '),
    line(entries, 'short', '  '),
    ...entries.map((_, i) => line(entries.slice(0, entries.length - i), 'short', ' ')),
  ];
  const widthOf = (spans: readonly Span[]): number =>
    spans.reduce((sum, { text }) => sum + text.length, 0);
  return attempts.find((spans) => widthOf(spans) <= columns) ?? attempts.at(-1)!;
}
