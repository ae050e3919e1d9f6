/**
 * Draws notes as a piano roll. Time runs to the right and pitch upwards, and rows are shaded like the keys of a piano.
 * Each instrument has a colour, whose shade shows the velocity. Drums have labelled rows below the pitches. Lines mark
 * bars and quarters. The pixels are the same on every machine.
 */
import { InvalidArgumentError } from '@speil/api';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { defaultVelocity } from '../notes/midi/write.js';
import { defaultQpm } from '../theory/tempo-map.js';
import { drumClasses, drumClassTable } from '../sequences/drums.js';
import { Canvas, mix, type Colour, type PianoRoll } from './canvas.js';
import { letterHeight, textWidth } from './letters.js';

export type { PianoRoll } from './canvas.js';

/** How notes are drawn. */
export interface PianoRollOptions {
  /** Pixels per quarter. Default 40. The number is reduced if the picture would be wider than 4,000 pixels. */
  readonly quarterWidth?: number;
}

const paper: Colour = [252, 251, 248];
const blackKeyRow: Colour = [240, 238, 232];
const rowLine: Colour = [230, 227, 220];
const octaveLine: Colour = [205, 200, 190];
const beatLine: Colour = [226, 222, 214];
const barLine: Colour = [158, 152, 142];
const ink: Colour = [74, 70, 64];
const ivory: Colour = [255, 255, 255];
const ebony: Colour = [52, 49, 46];

/** Colours of instruments, used in turn. Drums have their own colour. */
const colours: readonly Colour[] = [
  [0, 109, 140],
  [201, 92, 20],
  [112, 70, 160],
  [38, 128, 67],
  [178, 40, 90],
  [130, 110, 20],
  [30, 80, 190],
  [110, 75, 50],
];
const drumColour: Colour = [176, 48, 52];

const maxWidth = 4000;
const rows = { pitch: 8, manyPitches: 5, drum: 13 };
/** If there are more pitches than this, their rows are lower. */
const fewPitches = 40;
const margin = 8;
const keysWidth = 36;
const blackKeyWidth = 16;
const gap = 6;

/**
 * Draws a piece: time to the right, pitch upwards, drums by name.
 *
 * @throws InvalidArgumentError for notes of more than 10,000 quarters.
 */
export function pianoRoll(sequence: NoteSequence, options: PianoRollOptions = {}): PianoRoll {
  return pianoRolls([sequence], options)[0]!;
}

/** Draws several sequences with the same size and scale, so that they can be compared side by side. */
export function pianoRolls(
  sequences: readonly NoteSequence[],
  { quarterWidth = 40 }: PianoRollOptions = {},
): readonly PianoRoll[] {
  const pieces = sequences.map(inQuarters);
  const quarters = Math.max(1, ...pieces.map(({ length }) => length));
  if (!(quarters <= 10_000)) {
    throw new InvalidArgumentError(
      `At most 10000 quarters are drawn. Received: ${Math.ceil(quarters)}.`,
    );
  }
  const notes = pieces.flatMap((piece) => piece.notes);
  const layout = layOut(notes, quarters, quarterWidth);
  return pieces.map((piece) => paint(piece, layout));
}

interface Placed {
  /** Start in quarters from the start of the piece. */
  readonly start: number;
  readonly end: number;
  readonly pitch: number;
  readonly velocity: number;
  readonly instrument: number;
  /** Row of a drum; undefined for a pitched note. */
  readonly drum: number | undefined;
}

interface Piece {
  readonly notes: readonly Placed[];
  readonly length: number;
  readonly quartersPerBar: number;
}

const classOfPitch = drumClassTable();

function inQuarters({ notes, ...sequence }: NoteSequence): Piece {
  const grid = sequence.quantizationInfo?.stepsPerQuarter || undefined;
  const { numerator, denominator } = sequence.timeSignatures?.[0] ?? {};
  const perSecond = (sequence.tempos?.[0]?.qpm || defaultQpm) / 60;
  const quarterOf = (
    step: number | null | undefined,
    seconds: number | null | undefined,
  ): number => (grid ? (step ?? 0) / grid : (seconds ?? 0) * perSecond);
  const drawn = (notes ?? []).map((note: Note): Placed => {
    const drum = note.isDrum ? classOfPitch[note.pitch ?? 0]! : undefined;
    return {
      start: quarterOf(note.quantizedStartStep, note.startTime),
      end: quarterOf(note.quantizedEndStep, note.endTime),
      pitch: note.pitch ?? 0,
      velocity: note.velocity || defaultVelocity,
      instrument: note.instrument ?? 0,
      // All drums without a class share one row, above the other drums.
      drum: drum === undefined || drum >= 0 ? drum : drumClasses.length,
    };
  });
  return {
    notes: drawn,
    length: drawn.reduce(
      (last, { end }) => Math.max(last, end),
      quarterOf(sequence.totalQuantizedSteps, sequence.totalTime),
    ),
    quartersPerBar: (4 * (numerator || 4)) / (denominator || 4),
  };
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** The x of time 0, in pixels. */
  readonly left: number;
  readonly quarter: number;
  readonly quarters: number;
  /** The area of the pitch rows, which run from the highest pitch down to the lowest. */
  readonly pitches: Rows | undefined;
  readonly drums: Rows | undefined;
}

interface Rows {
  readonly top: number;
  readonly rowHeight: number;
  /** Pitch or drum of the lowest row and of the highest row. */
  readonly low: number;
  readonly high: number;
}

function layOut(notes: readonly Placed[], quarters: number, quarterWidth: number): Layout {
  const pitched = notes.filter(({ drum }) => drum === undefined).map(({ pitch }) => pitch);
  const drumRows = notes.flatMap(({ drum }) => (drum === undefined ? [] : [drum]));
  const hasDrums = drumRows.length > 0;
  const hasPitches = pitched.length > 0 || !hasDrums;
  let top = margin;
  let pitches: Rows | undefined;
  if (hasPitches) {
    const [lowest, highest] = pitched.reduce(
      ([low, high], pitch) => [Math.min(low, pitch), Math.max(high, pitch)] as const,
      [pitched[0] ?? 60, pitched[0] ?? 71] as const,
    );
    // Show at least an octave, with an empty row on both sides.
    const air = Math.max(1, Math.ceil((11 - (highest - lowest)) / 2));
    const [low, high] = [Math.max(0, lowest - air), Math.min(127, highest + air)];
    const rowHeight = high - low < fewPitches ? rows.pitch : rows.manyPitches;
    pitches = { top, rowHeight, low, high };
    top += (high - low + 1) * rowHeight;
  }
  let drums: Rows | undefined;
  if (hasDrums) {
    if (pitches !== undefined) top += gap;
    const high = Math.max(drumClasses.length - 1, ...drumRows);
    drums = { top, rowHeight: rows.drum, low: 0, high };
    top += (high + 1) * rows.drum;
  }
  const names = drumClasses.map(({ name }) => textWidth(name));
  const left = margin + Math.max(drums ? Math.max(...names) + gap : 0, pitches ? keysWidth : 0);
  const quarter = Math.max(
    1,
    Math.min(Math.round(quarterWidth), Math.floor((maxWidth - left) / quarters)),
  );
  const width = left + Math.ceil(quarters * quarter) + 1 + margin;
  return { width, height: top + margin, left, quarter, quarters, pitches, drums };
}

function paint(piece: Piece, layout: Layout): PianoRoll {
  const canvas = new Canvas(layout.width, layout.height, paper);
  const { pitches, drums } = layout;
  if (pitches) {
    shadeKeys(canvas, layout, pitches);
    drawLines(canvas, layout, pitches, piece.quartersPerBar);
    drawKeyboard(canvas, layout, pitches);
  }
  if (drums) {
    shadeDrums(canvas, layout, drums);
    drawLines(canvas, layout, drums, piece.quartersPerBar);
  }
  for (const note of [...piece.notes].sort((a, b) => a.start - b.start)) {
    drawNote(canvas, layout, note);
  }
  return canvas.picture();
}

const isBlackKey = (pitch: number): boolean => [1, 3, 6, 8, 10].includes(pitch % 12);
const heightOf = ({ rowHeight, low, high }: Rows): number => (high - low + 1) * rowHeight;
const topOf = ({ top, rowHeight, high }: Rows, row: number): number =>
  top + (high - row) * rowHeight;

function shadeKeys(canvas: Canvas, { left, width }: Layout, area: Rows): void {
  const across = width - margin - left;
  for (let pitch = area.low; pitch <= area.high; pitch++) {
    const y = topOf(area, pitch);
    if (isBlackKey(pitch)) canvas.fill(left, y, across, area.rowHeight, blackKeyRow);
    // Draw a line where two white keys touch: below C and below F.
    if (pitch % 12 === 5) canvas.fill(left, y + area.rowHeight - 1, across, 1, rowLine);
    if (pitch % 12 === 0) canvas.fill(left, y + area.rowHeight - 1, across, 1, octaveLine);
  }
}

function drawKeyboard(canvas: Canvas, { left }: Layout, area: Rows): void {
  const x = left - keysWidth;
  const width = keysWidth - 3;
  canvas.fill(x, area.top, width, heightOf(area), ivory);
  for (let pitch = area.low; pitch <= area.high; pitch++) {
    const y = topOf(area, pitch);
    if (isBlackKey(pitch)) {
      canvas.fill(x, y + Math.floor(area.rowHeight / 2), width, 1, octaveLine);
      canvas.fill(x, y, blackKeyWidth, area.rowHeight, ebony);
    }
    if (pitch % 12 === 0 || pitch % 12 === 5) {
      canvas.fill(x, y + area.rowHeight - 1, width, 1, octaveLine);
    }
  }
  for (let pitch = area.low; pitch <= area.high; pitch++) {
    if (pitch % 12 !== 0) continue;
    const name = `C${pitch / 12 - 1}`;
    const y = topOf(area, pitch) + area.rowHeight - letterHeight - 1;
    canvas.text(x + width - textWidth(name) - 2, y, name, ink);
  }
  canvas.frame(x, area.top, width, heightOf(area), octaveLine);
}

function shadeDrums(canvas: Canvas, { left, width }: Layout, area: Rows): void {
  const across = width - margin - left;
  for (let row = area.low; row <= area.high; row++) {
    const y = topOf(area, row);
    if (row % 2 === 1) canvas.fill(left, y, across, area.rowHeight, blackKeyRow);
    canvas.fill(left, y + area.rowHeight - 1, across, 1, rowLine);
    const name = drumClasses[row]?.name ?? '';
    const down = Math.floor((area.rowHeight - letterHeight) / 2);
    canvas.text(left - gap - textWidth(name), y + down, name, ink);
  }
}

function drawLines(
  canvas: Canvas,
  { left, quarter, quarters }: Layout,
  area: Rows,
  quartersPerBar: number,
): void {
  const line = (at: number, colour: Colour): void =>
    canvas.fill(left + Math.round(at * quarter), area.top, 1, heightOf(area), colour);
  if (quarter >= 8) for (let at = 0; at <= quarters; at++) line(at, beatLine);
  if (quarter * quartersPerBar >= 4) {
    for (let at = 0; at <= quarters; at += quartersPerBar) line(at, barLine);
  }
  canvas.frame(left, area.top, Math.ceil(quarters * quarter) + 1, heightOf(area), barLine);
}

function drawNote(canvas: Canvas, { left, quarter, pitches, drums }: Layout, note: Placed): void {
  const { start, end, velocity, drum } = note;
  const area = drum === undefined ? pitches : drums;
  if (area === undefined) return;
  const row = drum ?? note.pitch;
  const colour = drum === undefined ? colours[note.instrument % colours.length]! : drumColour;
  const shade = mix(paper, colour, 0.3 + 0.7 * (Math.min(127, velocity) / 127));
  const x = left + Math.round(start * quarter) + 1;
  // Draw all drum notes with the same length: the length of a drum note has no meaning.
  const length = drum === undefined ? end - start : 0.25;
  const width = Math.max(2, Math.round(length * quarter) - 1);
  const inset = area.rowHeight > rows.pitch ? 2 : 0;
  const y = topOf(area, row) + inset;
  const height = area.rowHeight - 1 - 2 * inset;
  canvas.rounded(Math.max(left + 1, x), y, width, height, shade, mix(shade, colour, 0.8));
}
