/**
 * Compares the readers with independent ones. The script tools/reference/notes.py contains the inputs and computed the
 * expected values once with the independent readers. Their versions are in its output.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNotes } from './read.js';

interface Said {
  /** Pitch, start and end of each note, with times in seconds. Sorted by start, then by pitch. */
  readonly notes: readonly (readonly [number, number, number])[];
  readonly drums?: number;
  readonly programs?: readonly number[];
  readonly metres?: readonly (readonly [number, number, number])[];
}
interface Reference {
  readonly versions: Readonly<Record<string, string>>;
  readonly cases: readonly {
    readonly kind: 'midi' | 'abc' | 'musicxml';
    readonly name: string;
    readonly input: string;
    readonly readers: Readonly<Record<string, Said>>;
  }[];
}
const { versions, cases } = JSON.parse(
  readFileSync(new URL('readers.reference.json', import.meta.url), 'utf8'),
) as Reference;

/**
 * Tolerance in seconds. abc2midi starts notes a tick late, and starts each note of a chord ten ticks after the previous
 * one: .05 s at the tempo of the inputs.
 */
const tolerances = { midi: 2e-4, musicxml: 2e-4, abc: 0.05 } as const;

describe.each(cases.map((one) => [one.kind, one.name, one] as const))(
  '%s, %s',
  (kind, _, { input, readers }) => {
    it.each(Object.entries(readers))(
      `is read with the same notes by %s`,
      async (reader, expected) => {
        const { notes, timeSignatures } = await readNotes(
          Buffer.from(input, 'base64'),
          'the input',
        );
        const within = tolerances[kind];
        const rounded = (time: number) => Math.round(time / within) * within;
        const inOrder = (list: readonly (readonly [number, number, number])[]) =>
          [...list].sort((a, b) => rounded(a[1]) - rounded(b[1]) || a[0] - b[0]);
        const ours = inOrder(notes!.map((n) => [n.pitch!, n.startTime!, n.endTime!]));
        const theirs = inOrder(expected.notes);
        expect(
          ours.map(([pitch]) => pitch),
          `${reader} ${versions[reader]}`,
        ).toEqual(theirs.map(([pitch]) => pitch));
        ours.forEach(([, start, end], i) => {
          expect(Math.abs(start - theirs[i]![1])).toBeLessThanOrEqual(within);
          expect(Math.abs(end - theirs[i]![2])).toBeLessThanOrEqual(within);
        });
        if (expected.drums !== undefined) {
          expect(notes!.filter(({ isDrum }) => isDrum)).toHaveLength(expected.drums);
        }
        if (expected.programs !== undefined) {
          const programs = new Set(notes!.filter((n) => !n.isDrum).map(({ program }) => program!));
          expect([...programs].sort((a, b) => a - b)).toEqual(expected.programs);
        }
        for (const [i, [numerator, denominator, time]] of (expected.metres ?? []).entries()) {
          expect(timeSignatures![i]).toMatchObject({ numerator, denominator });
          expect(timeSignatures![i]!.time).toBeCloseTo(time, 3);
        }
      },
    );
  },
);
