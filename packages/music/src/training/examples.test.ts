/** Tests how songs become training examples. The songs are generated, so no files are needed. */
import { describe, expect, it } from 'vitest';
import { rowOf } from '@speil/api';
import {
  computeBaselines,
  generatedSong,
  createNoteExamples,
  planOfSpec,
} from '../entries/index.js';
import { recipes } from '../entries/recipes.js';
import { grooveDrumClasses } from '../sequences/drums.js';
import type { SongSource } from './examples.js';

const source: SongSource = {
  id: 'generated/train',
  songs: Array.from({ length: 5 }, (_, index) => ({ sequence: generatedSong({ index, bars: 8 }) })),
  fingerprint: '0'.repeat(64),
};
const recipeNamed = (name: string) => recipes.find((recipe) => recipe.name === name)!;
const modelOf = (name: string) => recipeNamed(name).model;

describe('the examples from songs', () => {
  it.each(recipes.map(({ name }) => name))('have the shape that the model of %s needs', (name) => {
    const model = modelOf(name);
    const examples = createNoteExamples({ ...source, songs: source.songs.slice(0, 1) }, model, {
      limit: 2,
    });
    const { converter } = planOfSpec(model);
    expect(examples.size).toBe(2);
    expect(examples.read([0]).shape).toEqual([1, ...model.codec.shape]);
    expect(examples.inputs([0]).shape.slice(1)).toEqual([
      converter.inputRows,
      converter.inputDepth,
    ]);
  });

  it('come from songs drawn with the seed, not from the first songs, if there is a limit', () => {
    const songs = Array.from({ length: 20 }, (_, index) => ({
      sequence: { ...generatedSong({ index, bars: 4 }), id: `${index}` },
    }));
    const drawn = (seed: number, limit = 4) => {
      const examples = createNoteExamples({ ...source, songs }, modelOf('melody-2bar'), {
        limit,
        seed,
      });
      return Array.from({ length: examples.size }, (_, i) => Number(examples.sequence(i).id));
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(drawn(1)).not.toEqual([0, 0, 0, 1]);
    // A larger limit gives the same examples first, then more.
    expect(drawn(1, 8).slice(0, 4)).toEqual(drawn(1));
  });

  it('report files that could not be read, and what was skipped in other files', () => {
    const skipped = [{ id: 'a.mid', reason: 'a.mid is not a MIDI file.' }];
    const omitted = [{ what: 'unknown chord symbol', count: 2, first: 'Cx9y' }];
    const examples = createNoteExamples({ ...source, skipped, omitted }, modelOf('melody-2bar'));
    expect(examples.skipped).toEqual(skipped);
    expect(examples.description).toMatch(/skipped: 2 unknown chord symbols \(first: Cx9y\)$/u);
  });

  it('are windows of melodies only, without duplicates, with at least two onsets', () => {
    const examples = createNoteExamples(source, modelOf('melody-2bar'));
    const names = new Set<string>();
    for (let i = 0; i < examples.size; i++) {
      const { notes } = examples.sequence(i);
      expect(notes!.every(({ isDrum, instrument }) => !isDrum && instrument !== 1)).toBe(true);
      expect(new Set(notes!.map((n) => n.quantizedStartStep)).size).toBeGreaterThanOrEqual(2);
      names.add(JSON.stringify(notes!.map((n) => [n.pitch, n.quantizedStartStep])));
    }
    expect(names.size).toBe(examples.size);
  });

  it('are described with the number of repeats and of songs without a window', () => {
    const [song] = source.songs;
    const empty = { sequence: { ...song!.sequence, notes: [] } };
    const model = modelOf('melody-2bar');
    const once = createNoteExamples({ ...source, songs: [song!] }, model);
    const twice = createNoteExamples({ ...source, songs: [song!, song!, empty] }, model);
    expect(twice.size).toBe(once.size);
    expect(once.description).toMatch(/^1 song -> \d+ windows/u);
    expect(twice.description).toMatch(
      /^3 songs -> \d+ windows, \d+ repeats left out, 1 song without a window$/u,
    );
  });

  it('are transposed differently in each epoch of training, and not transposed otherwise', () => {
    const examples = createNoteExamples(source, modelOf('melody-2bar'), {
      transposition: 5,
      seed: 3,
    });
    const indices = Array.from({ length: examples.size }, (_, i) => i);
    const still = examples.read(indices);
    const [first, again, second] = [1, 1, 2].map((epoch) => examples.read(indices, { epoch }));
    expect(first).toEqual(again);
    expect(first).not.toEqual(second);
    const { converter } = planOfSpec(modelOf('melody-2bar'));
    const lowest = (values: Float32Array): number =>
      Math.min(...converter.notes(values).notes!.map(({ pitch }) => pitch!));
    const moves = indices.map((i) => lowest(rowOf(first!, i)) - lowest(rowOf(still, i)));
    expect(Math.max(...moves)).toBe(5);
    expect(Math.min(...moves)).toBe(-5);
  });

  it('are mapped from another drum kit to General MIDI, for example both low toms to the low tom', () => {
    const hit = (pitch: number, at: number) => ({
      pitch,
      startTime: at,
      endTime: at + 0.1,
      isDrum: true,
      velocity: 80,
    });
    const song = {
      sequence: {
        notes: [hit(36, 0), hit(43, 1), hit(58, 2)],
        totalTime: 4,
        tempos: [{ qpm: 120 }],
      },
    };
    const drums = createNoteExamples(
      { ...source, songs: [song], kit: grooveDrumClasses },
      modelOf('drums-2bar'),
    );
    expect(drums.sequence(0).notes!.map(({ pitch }) => pitch)).toEqual([36, 45, 45]);
  });
});

describe('the baselines', () => {
  it('include repeating a bar, which is perfect if every bar equals the previous one', () => {
    const model = modelOf('drums-2bar');
    const beat = Array.from({ length: 8 }, (_, i) => ({
      pitch: i % 2 === 0 ? 36 : 38,
      startTime: i / 2,
      endTime: i / 2 + 0.1,
      isDrum: true,
      velocity: 80,
    }));
    const sequence = { notes: beat, totalTime: 4, tempos: [{ qpm: 120 }] };
    const examples = createNoteExamples({ ...source, songs: [{ sequence }] }, model);
    const { converter } = planOfSpec(model);
    const { mostFrequent, barCopied } = computeBaselines(converter, examples, examples);
    expect(barCopied).toEqual({ onsetF1: 1, accuracy: 1, examples: 1 });
    // The most frequent row is a kick, given at all 32 steps. Four of the eight hits are correct: F1 = 2 * 4 / (8 +
    // 32).
    expect(mostFrequent.onsetF1).toBeCloseTo(0.2);
    expect(mostFrequent.accuracy).toBeCloseTo(0.5);
  });
});
