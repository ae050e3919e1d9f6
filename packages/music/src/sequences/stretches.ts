/**
 * Splits a piece into quantised stretches of one metre, and computes how many of their bars fill a model's window. Training,
 * extraction from files and the playground all use this rule.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import type { TempoMap } from '../theory/tempo-map.js';
import { splitOnMetre } from './changes.js';
import { quantize } from './quantize.js';
import { tempoMapOf } from './constant-tempo.js';

/** Which windows a piece is cut into. */
export interface StretchOptions {
  /** Resolution of the grid. Default 4. */
  readonly stepsPerQuarter?: number;
  /** Steps per bar of the model. Default: the bars of the piece. */
  readonly stepsPerBar?: number;
  /** Bars per window. They are bars of the model if `stepsPerBar` is given, otherwise bars of the piece. */
  readonly bars: number;
  /** Distance from the start of one window to the start of the next, in the same kind of bars. Default 1. */
  readonly hop?: number;
}

/** A part of a piece in one metre, quantised. */
export interface GridStretch {
  /** Quantised, at one tempo. */
  readonly grid: NoteSequence;
  /** Start in the piece, in seconds. */
  readonly begins: number;
  /** The original tempos of the stretch, with all changes. */
  readonly map: TempoMap;
  /** Steps per bar of the stretch. */
  readonly perBar: number;
  /** Window length and hop, in bars of the stretch. */
  readonly bars: number;
  /** Distance from the start of one window to the start of the next, in bars of the stretch. */
  readonly hop: number;
}

/** The parts of a piece whose bars fill a window. */
export interface Stretches {
  /** Those parts, in their order. */
  readonly fitting: readonly GridStretch[];
  /** Number of stretches in a metre whose bars do not fill a window. */
  readonly otherMetres: number;
}

/**
 * Finds the stretches that fit the windows of a model. A stretch fits in two cases: a whole number of its bars fills a
 * bar of the model (two bars of 2/4 fill one bar of 4/4), or one of its bars is a whole number of bars of the model and
 * a whole number of its bars fills a window. A stretch that is shorter than a bar of the model, such as a pickup, fits
 * only if it is the whole piece.
 *
 * @throws InvalidArgumentError as `quantize` does.
 */
export function findStretches(
  piece: NoteSequence,
  { stepsPerQuarter = 4, stepsPerBar, bars, hop = 1 }: StretchOptions,
): Stretches {
  const all = splitOnMetre(piece);
  const fitting: GridStretch[] = [];
  for (const { sequence, begins } of all) {
    const { numerator, denominator } = sequence.timeSignatures?.[0] ?? {};
    const perBar = (stepsPerQuarter * 4 * (numerator || 4)) / (denominator || 4);
    const window = fitBars(perBar, stepsPerBar ?? perBar, bars, hop);
    if (window === undefined) continue;
    const grid = quantize(sequence, { stepsPerQuarter });
    const isPickup = stepsPerBar !== undefined && grid.totalQuantizedSteps! < stepsPerBar;
    if (isPickup && all.length > 1) continue;
    fitting.push({ grid, begins, map: tempoMapOf(sequence), perBar, ...window });
  }
  return { fitting, otherMetres: all.length - fitting.length };
}

/** @returns window length and hop in bars of the piece; undefined if these bars do not fill a window. */
function fitBars(
  perBar: number,
  modelBar: number,
  bars: number,
  hop: number,
): { readonly bars: number; readonly hop: number } | undefined {
  if (!Number.isInteger(perBar) || perBar < 1) return undefined;
  if (modelBar % perBar === 0)
    return { bars: (bars * modelBar) / perBar, hop: (hop * modelBar) / perBar };
  if (perBar % modelBar !== 0 || bars % (perBar / modelBar) !== 0) return undefined;
  return {
    bars: (bars * modelBar) / perBar,
    hop: Math.max(1, Math.round((hop * modelBar) / perBar)),
  };
}
