/**
 * A piece as a model looks at it: stretches of one metre on a grid, and how many of their bars fill a window. One rule for training, for
 * windows that are taken from a file, and for the page.
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import type { TempoMap } from '../theory/tempo-map.js';
import { splitOnMetre } from './changes.js';
import { quantize } from './quantize.js';
import { tempoMapOf } from './steady.js';

export interface StretchOptions {
  /** Default 4. */
  readonly stepsPerQuarter?: number;
  /** Steps of a bar of the model. Default: a bar is what the piece says. */
  readonly stepsPerBar?: number;
  /** Bars of a window, of the model's where it has its own. */
  readonly bars: number;
  /** From a window to the next, in such bars. Default 1. */
  readonly hop?: number;
}

export interface GridStretch {
  /** Quantised, at one tempo. */
  readonly grid: NoteSequence;
  /** Where it begins in the piece, seconds. */
  readonly begins: number;
  /** Its own tempos, with all their changes. */
  readonly map: TempoMap;
  /** Steps of one of its bars. */
  readonly perBar: number;
  /** Its own bars that fill a window, and from one to the next. */
  readonly bars: number;
  readonly hop: number;
}

export interface Stretches {
  readonly fitting: readonly GridStretch[];
  /** How many are in a metre whose bars do not fill a window. */
  readonly otherMetres: number;
}

/**
 * A stretch fits where whole bars of it fill a bar of the model, as two of 2/4 fill one of 4/4, or where a bar of it is whole bars
 * of the model that a window holds. A pickup, shorter than a bar of the model, fits where it is all there is.
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
    const cut = cutOf(perBar, stepsPerBar ?? perBar, bars, hop);
    if (cut === undefined) continue;
    const grid = quantize(sequence, { stepsPerQuarter });
    const isPickup = stepsPerBar !== undefined && grid.totalQuantizedSteps! < stepsPerBar;
    if (isPickup && all.length > 1) continue;
    fitting.push({ grid, begins, map: tempoMapOf(sequence), perBar, ...cut });
  }
  return { fitting, otherMetres: all.length - fitting.length };
}

/** @returns the piece's own bars of a window and of a hop; undefined where they do not fill it. */
function cutOf(
  perBar: number,
  wanted: number,
  bars: number,
  hop: number,
): { readonly bars: number; readonly hop: number } | undefined {
  if (!Number.isInteger(perBar) || perBar < 1) return undefined;
  if (wanted % perBar === 0)
    return { bars: (bars * wanted) / perBar, hop: (hop * wanted) / perBar };
  if (perBar % wanted !== 0 || bars % (perBar / wanted) !== 0) return undefined;
  return { bars: (bars * wanted) / perBar, hop: Math.max(1, Math.round((hop * wanted) / perBar)) };
}
