/** Results as columns, for the terminal and for documents, and warnings about them. */
import { formatCount } from '../report/format.js';
import type { Column } from '../report/table.js';
import type { Measured, Row } from './measure.js';

/** The columns in which at least one row has a value. @param more further columns, at the end. */
export function columnsOf(
  rows: readonly Row[],
  more: readonly Column<Row>[] = [],
): readonly Column<Row>[] {
  const products = rows.some((row) => 'gflops' in row);
  return [
    { title: 'WORK', value: ({ work }) => work },
    { title: 'THREADS', value: ({ threads }) => String(threads), align: 'right' },
    { title: 'ENGINE', value: ({ engine }) => engine },
    figure('MS', ({ milliseconds }) => formatMilliseconds(milliseconds)),
    figure('LEAST TO MOST', ({ spread }) => spread.map(formatMilliseconds).join(' to ')),
    figure('EXAMPLES/S', ({ examplesPerSecond }) => formatCount(examplesPerSecond)),
    ...(products ? [figure('GFLOP/S', ({ gflops }) => gflops?.toFixed(1) ?? '')] : []),
    figure('CPU/WALL', ({ cpuOverWall }) => cpuOverWall.toFixed(2)),
    figure('FIRST MS', ({ firstMilliseconds }) =>
      firstMilliseconds === undefined ? '-' : formatCount(firstMilliseconds),
    ),
    ...(rows.some((row) => 'cachedMilliseconds' in row)
      ? [
          figure('FROM CACHE', ({ cachedMilliseconds: cached }) =>
            cached === undefined ? '-' : formatCount(cached),
          ),
        ]
      : []),
    ...(rows.some((row) => 'peakBytes' in row)
      ? [
          figure('PEAK MB', ({ peakBytes }) =>
            peakBytes === undefined ? '-' : formatCount(peakBytes / 1e6),
          ),
        ]
      : []),
    ...more,
    ...(rows.some((row) => 'error' in row)
      ? [{ title: '', value: (row: Row) => ('error' in row ? `failed: ${row.error}` : '') }]
      : []),
  ];
}

/** A column of numbers; `-` for a runner without one. */
export function figure(title: string, value: (row: Measured) => string): Column<Row> {
  return { title, value: (row) => ('error' in row ? '-' : value(row)), align: 'right' };
}

/** Three significant digits, since two runs do not agree on more. */
function formatMilliseconds(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** The columns as a Markdown table. @returns lines. */
export function markdown<R>(rows: readonly R[], columns: readonly Column<R>[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title.toLowerCase())),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ value }) => value(row)))),
  ];
}

/** Tolerance in threads: Node's own threads for garbage collection and compilation take up to a quarter of one. */
const most = 0.5;
/** A single computing thread that never waits for a core is busy for at least this share of the time. */
const least = 0.8;

/** Compares processor time with wall time. Returns reasons to distrust figures, one line each. */
export function findDoubts(rows: readonly Row[]): readonly string[] {
  const measured = rows.filter((row): row is Measured => 'cpuOverWall' in row);
  const unpinned = measured.filter(({ cpuOverWall, threads }) => cpuOverWall > threads + most);
  const starved = measured.filter(
    ({ cpuOverWall, threads }) => threads === 1 && cpuOverWall < least,
  );
  return [
    ...unpinned.map(
      ({ work, threads, engine, cpuOverWall }) =>
        `${engine} used ${cpuOverWall.toFixed(2)} threads in ${work}, but was given ${threads}.`,
    ),
    ...(starved.length === 0
      ? []
      : [
          `The machine was busy: ${starved.length} of ${measured.length} runners had less than ${least} of a processor for their one thread.`,
        ]),
  ];
}
