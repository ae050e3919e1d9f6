/**
 * Measures musical attributes of quantised sequences, for the attribute vectors of a latent space (Roberts et al. 2018).
 */
import type { NoteSequence } from '../theory/note-sequence.js';
import { stepsPerBarOf, stepsPerQuarterOf } from '../theory/quantized.js';

/** What is measured of a piece. */
export const attributeNames = ['density', 'syncopation', 'range', 'contour'] as const;
/** The name of an attribute. */
export type AttributeName = (typeof attributeNames)[number];

/**
 * Measures an attribute of a quantised piece.
 *
 * @throws InvalidArgumentError for a sequence that is not quantised; only `range` accepts one.
 */
export function measureAttribute(name: AttributeName, sequence: NoteSequence): number {
  switch (name) {
    case 'density':
      return density(sequence);
    case 'syncopation':
      return syncopation(sequence);
    case 'range':
      return range(sequence);
    case 'contour':
      return contour(sequence);
  }
}

/** Notes per quarter: 4 for continuous sixteenths. Two drums at the same time are two notes. */
function density(sequence: NoteSequence): number {
  const quarters = lengthOf(sequence) / stepsPerQuarterOf(sequence);
  return quarters === 0 ? 0 : (sequence.notes ?? []).length / quarters;
}

/**
 * Syncopation per bar, after Longuet-Higgins & Lee 1984. Each onset is compared with the steps between it and the next
 * onset: if the highest metrical weight (`weightOf`) of these steps exceeds the weight of the onset, the difference is
 * added.
 */
function syncopation(sequence: NoteSequence): number {
  const bar = stepsPerBarOf(sequence);
  const length = lengthOf(sequence);
  const starts = onsets(sequence);
  let sum = 0;
  starts.forEach((start, i) => {
    const next = starts[i + 1] ?? length;
    let strongest = -Infinity;
    for (let step = start + 1; step < next; step++) {
      strongest = Math.max(strongest, weightOf(step % bar, bar));
    }
    sum += Math.max(0, strongest - weightOf(start % bar, bar));
  });
  return length === 0 ? 0 : sum / (length / bar);
}

/** Metrical weight of a step: 0 for the downbeat, -1 for the middle of the bar, -2 at 1/4 and 3/4 of it, and so on. */
function weightOf(step: number, bar: number): number {
  if (step === 0) return 0;
  let [weight, unit] = [-1, bar / 2];
  while (unit > 1 && step % unit !== 0) {
    unit /= 2;
    weight -= 1;
  }
  return weight;
}

/** Semitones from the lowest pitch to the highest; 0 without notes. */
function range({ notes }: NoteSequence): number {
  const pitches = (notes ?? []).map(({ pitch }) => pitch ?? 0);
  return pitches.length === 0 ? 0 : Math.max(...pitches) - Math.min(...pitches);
}

/**
 * Contour of the highest line: (rising intervals - falling intervals) / (rising + falling). From -1 to 1; 0 for a level
 * line.
 */
function contour(sequence: NoteSequence): number {
  const line = new Map<number, number>();
  for (const { quantizedStartStep, pitch } of sequence.notes ?? []) {
    const start = quantizedStartStep ?? 0;
    line.set(start, Math.max(line.get(start) ?? 0, pitch ?? 0));
  }
  const pitches = onsets(sequence).map((start) => line.get(start)!);
  const moves = pitches.slice(1).map((pitch, i) => Math.sign(pitch - pitches[i]!));
  const moving = moves.filter((move) => move !== 0).length;
  return moving === 0 ? 0 : moves.reduce((sum, move) => sum + move, 0) / moving;
}

/** Steps at which notes start, in order, without duplicates. */
function onsets(sequence: NoteSequence): number[] {
  stepsPerQuarterOf(sequence);
  const starts = (sequence.notes ?? []).map(({ quantizedStartStep }) => quantizedStartStep ?? 0);
  return [...new Set(starts)].sort((a, b) => a - b);
}

function lengthOf({ totalQuantizedSteps, notes }: NoteSequence): number {
  const ends = (notes ?? []).map(({ quantizedEndStep }) => quantizedEndStep ?? 0);
  return Math.max(Number(totalQuantizedSteps ?? 0), ...ends);
}
