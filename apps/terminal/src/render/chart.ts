/**
 * Draws curves as lines of text: a labelled axis on the left, another one below, and dots between them. The functions
 * are pure: the same series give the same lines.
 */
import { Canvas, type Ink, type Span } from './canvas.js';
import { positionIn, rangeOf, tickLabel, tickLabels, ticksOf, type Range } from './scale.js';
import { symbols, type Theme } from './theme.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Series extends Ink {
  readonly points: readonly Point[];
  /** `line` averages the points of a column; `dotted` keeps each point and joins them faintly. */
  readonly style: 'line' | 'dotted';
}

export interface ChartOptions {
  readonly series: readonly Series[];
  /** Total size in character cells, including axes. */
  readonly columns: number;
  readonly rows: number;
  /** The right end of the x axis; the left one is 0. */
  readonly xEnd: number;
  /** Positions on the x axis at which a person changed a setting. */
  readonly marks?: readonly number[];
  /** Whether the y axis is logarithmic. It stays linear if values are below zero (see `fitsLog`). */
  readonly log?: boolean;
  readonly theme: Theme;
}

export type ChartLine = readonly Span[];

/** @returns `rows` lines. */
export function chart(options: ChartOptions): readonly ChartLine[] {
  const { rows, columns, xEnd, theme, marks = [] } = options;
  const log = options.log === true && fitsLog(options.series);
  const { tick, axis, corner, line, mark } = symbols(theme);
  const height = rows - 2;
  // Points have the finest resolution that any margin allows, since the labels, and therefore the margin, depend on the
  // range.
  const series = options.series.map((one) => ({
    ...one,
    points: shownPoints(one, xEnd, columns, log),
  }));
  const range = rangeOf(
    series.flatMap(({ points }) => points.map(({ y }) => y)),
    log,
  );
  const ticks = ticksOf(range, Math.max(2, Math.floor(height / 3)), log);
  const labels = tickLabels(ticks);
  const margin = Math.max(3, ...labels.map((label) => label.length));
  const width = columns - margin - 1;
  const canvas = new Canvas(width, height, theme.unicode);
  // The faint lines of a sparse series are drawn first and its points last: it stands out and does not hide a dense
  // series.
  const dotted = series.filter(({ style }) => style === 'dotted');
  for (const one of dotted) draw(canvas, one, range, xEnd, log);
  for (const one of series) if (one.style === 'line') draw(canvas, one, range, xEnd, log);
  const marked = theme.unicode && theme.colour === 'none';
  for (const one of dotted) {
    if (!marked) drawPoints(canvas, one, range, xEnd, log);
  }
  // Without colour, braille does not distinguish curves.
  if (marked) series.forEach((one, i) => drawMarks(canvas, one, i, { range, xEnd, log }));

  const labelAt = new Map(
    ticks.map((value, i) => {
      const row = Math.round((1 - positionIn(range, value, log)) * (height - 1));
      return [row, labels[i]!] as const;
    }),
  );
  const markColumns = new Set(marks.map((x) => columnOf(x, xEnd, width)));
  const behind = (column: number): Span =>
    markColumns.has(column) ? { text: theme.unicode ? '┊' : ':', colour: 'mauve' } : { text: ' ' };
  const plot = canvas.render(behind).map((spans, row): ChartLine => {
    const label = labelAt.get(row);
    const edge = `${(label ?? '').padStart(margin)}${label === undefined ? axis : tick}`;
    return [{ text: edge, colour: 'grey' }, ...spans];
  });
  const base = Array.from({ length: width }, (_, column) =>
    markColumns.has(column) ? mark : line,
  ).join('');
  return [
    ...plot,
    [{ text: `${' '.repeat(margin)}${corner}${base}`, colour: 'grey' }],
    [{ text: `${' '.repeat(margin + 1)}${xLabels(xEnd, width)}`, colour: 'grey' }],
  ];
}

function draw(canvas: Canvas, series: Series, range: Range, xEnd: number, log: boolean): void {
  let before: [number, number] | undefined;
  for (const point of series.points) {
    const here = dotOf(canvas, point, range, xEnd, log);
    if (before !== undefined) canvas.line(before, here, series, series.style === 'line' ? 1 : 3);
    else canvas.dot(...here, series);
    before = here;
  }
}

/** Draws thick dots if there are few points, since many points already look like a line. */
function drawPoints(
  canvas: Canvas,
  series: Series,
  range: Range,
  xEnd: number,
  log: boolean,
): void {
  if (series.points.length > canvas.width / 6) return;
  for (const point of series.points) {
    const [x, y] = dotOf(canvas, point, range, xEnd, log);
    canvas.dot(x, y, series);
    if (canvas.width > canvas.columns) {
      for (const [dx, dy] of [
        [-1, 0],
        [0, 1],
        [-1, 1],
      ] as const)
        canvas.dot(x + dx, y + dy, series);
    }
  }
}

/** Columns between two marks of a curve. */
const markDistance = 9;

/** Draws the glyph of a series along its curve. Each series has its glyphs at different columns. */
function drawMarks(
  canvas: Canvas,
  series: Series,
  index: number,
  { range, xEnd, log }: { readonly range: Range; readonly xEnd: number; readonly log: boolean },
): void {
  const places = new Map<number, readonly [number, number]>();
  for (const point of series.points) {
    const [x, y] = dotOf(canvas, point, range, xEnd, log);
    places.set(Math.floor(x / 2), [x, y]);
  }
  const columns = [...places.keys()];
  // A sparse series is marked at every point.
  const rare = series.style === 'dotted' && columns.length <= canvas.columns / 3;
  const first = columns[0] ?? 0;
  for (const [column, [x, y]] of places) {
    const due = (column - first) % markDistance === (index * 4) % markDistance;
    if (due || rare || columns.length <= 2) canvas.mark(x, y, series);
  }
}

/** Whether series can be shown on a logarithmic axis. Values below zero cannot; zeros are just left out. */
export function fitsLog(series: readonly Series[]): boolean {
  return series.every(({ points }) => points.every(({ y }) => !(y < 0)));
}

/** The points of a series that can be drawn; for a line, one per column of dots. */
function shownPoints(
  { points, style }: Series,
  xEnd: number,
  columns: number,
  log: boolean,
): readonly Point[] {
  const drawable = points.filter(({ x, y }) => x <= xEnd && Number.isFinite(y) && (!log || y > 0));
  return style === 'line' ? averaged(drawable, xEnd, columns) : drawable;
}

/**
 * The position of a point on the canvas. A point above the range is placed just above the edge, so that the curve
 * enters from the top.
 */
function dotOf(
  { width, height }: Canvas,
  { x, y }: Point,
  range: Range,
  xEnd: number,
  log: boolean,
): [number, number] {
  const down = Math.round((1 - positionIn(range, y, log)) * (height - 1));
  return [columnOf(x, xEnd, width), Math.min(height - 1, Math.max(-1, down))];
}

/** One point per column: the mean of its points. */
function averaged(points: readonly Point[], xEnd: number, width: number): readonly Point[] {
  const columns = new Map<number, { x: number; sum: number; count: number }>();
  for (const { x, y } of points) {
    const column = columnOf(x, xEnd, width);
    const { sum, count } = columns.get(column) ?? { sum: 0, count: 0 };
    columns.set(column, { x, sum: sum + y, count: count + 1 });
  }
  return [...columns.values()].map(({ x, sum, count }) => ({ x, y: sum / count }));
}

function columnOf(x: number, xEnd: number, width: number): number {
  return Math.min(width - 1, Math.max(0, Math.round((x / Math.max(1, xEnd)) * (width - 1))));
}

/** 0, the end, and round numbers between them if there is room. */
function xLabels(xEnd: number, width: number): string {
  const end = tickLabel(xEnd);
  let text = '0';
  for (const value of ticksOf({ low: 0, high: xEnd }, Math.max(2, Math.floor(width / 12)), false)) {
    const label = tickLabel(value);
    const at = columnOf(value, xEnd, width) - Math.floor(label.length / 2);
    if (at > text.length + 1 && at + label.length < width - end.length - 1) {
      text = text.padEnd(at) + label;
    }
  }
  return text.padEnd(width - end.length) + end;
}
