import { describe, expect, it } from 'vitest';
import { generatedSong } from '../generated/index.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import { quantize } from '../sequences/quantize.js';
import { chordKinds, inferChords, type ChordKind } from './infer-chords.js';
import { noChord, pitchClassNames } from '../theory/spelling.js';

const kinds = ['', 'm', '+'] as const satisfies readonly ChordKind[];
const chords = [
  { symbol: noChord, pitches: [] as number[] },
  ...pitchClassNames.flatMap((root, at) =>
    kinds.map((kind) => ({
      symbol: `${root}${kind}`,
      pitches: chordKinds[kind].map((up) => (at + up) % 12),
    })),
  ),
];
const scale = [0, 2, 4, 5, 7, 9, 11];

/** P(chord | key): each pitch is in the key with probability .99, and outside it with .01. */
const shares = Array.from({ length: 12 }, (_, key) => {
  const weights = chords.map(({ pitches }) =>
    pitches.reduce(
      (all, pitch) => all * (scale.includes((pitch - key + 12) % 12) ? 0.99 : 0.01),
      1,
    ),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
});

interface State {
  readonly key: number;
  readonly chord: number;
}
const states = shares.flatMap((of, key) => of.map((_, chord): State => ({ key, chord })));

/**
 * ln P(to | from), as in note-seq's chord_inference.py: the key changes with probability .001, the chord with
 * probability .5.
 */
function change(from: State, to: State): number {
  if (from.key !== to.key) return Math.log((0.001 / 11) * shares[to.key]![to.chord]!);
  if (from.chord === to.chord) return Math.log(0.999 * 0.5);
  const left = shares[from.key]![from.chord]! / (chords.length - 1);
  return Math.log(0.999 * 0.5 * (shares[to.key]![to.chord]! + left));
}

/** Log likelihood of the notes of half a bar given a chord: 100 times the cosine similarity of their pitch classes. */
function fit({ notes }: NoteSequence, frame: number, { chord }: State): number {
  const durations = new Array<number>(12).fill(0);
  for (const { isDrum, pitch, quantizedStartStep: start, quantizedEndStep: end } of notes!) {
    const steps = Math.min(end!, 8 * frame + 8) - Math.max(start!, 8 * frame);
    if (!isDrum && steps > 0) durations[pitch! % 12]! += steps;
  }
  const { pitches } = chords[chord]!;
  const norm = Math.hypot(...durations) * Math.sqrt(pitches.length);
  const product = pitches.reduce((sum, pitch) => sum + durations[pitch]!, 0);
  return norm > 0 ? (100 * product) / norm : 0;
}

describe('inferred chords', () => {
  it.each([0, 1, 2, 3])('form the most likely of all paths, in song %i', (index) => {
    const song = quantize(generatedSong({ index, bars: 4 }));
    const { textAnnotations, keySignatures } = inferChords(song, { kinds });
    const frames = Math.ceil(song.totalQuantizedSteps! / 8);

    // This reference considers all transitions, without the shortcuts of the implementation.
    let best = states.map(
      (state) => Math.log(shares[state.key]![state.chord]!) + fit(song, 0, state),
    );
    for (let frame = 1; frame < frames; frame++) {
      best = states.map(
        (to) =>
          fit(song, frame, to) +
          states.reduce((most, from, i) => Math.max(most, best[i]! + change(from, to)), -Infinity),
      );
    }

    const frameSeconds = (8 * 60) / (song.tempos![0]!.qpm! * 4);
    const path = Array.from({ length: frames }, (_, frame): State => {
      const symbol = textAnnotations!.findLast(({ quantizedStep }) => quantizedStep! <= 8 * frame)!;
      const holds = (time: number): boolean => time <= (frame + 0.5) * frameSeconds;
      return {
        key: keySignatures!.findLast(({ time }) => holds(time!))!.key!,
        chord: chords.findIndex((chord) => chord.symbol === symbol.text),
      };
    });
    const found = path.reduce(
      (sum, state, frame) =>
        sum +
        fit(song, frame, state) +
        (frame === 0
          ? Math.log(shares[state.key]![state.chord]!)
          : change(path[frame - 1]!, state)),
      0,
    );
    expect(found).toBeCloseTo(Math.max(...best), 6);
  });
});
