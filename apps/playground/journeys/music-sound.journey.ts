/**
 * Checks from the waveform that the sound neither stops nor clicks: the scene's clock, instruments and output are
 * rendered in the browser, with pauses and with changes of pattern, tempo and volume. The checks also have to fail when
 * the ramps are removed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { musicKinds, musicModels, sampleRate } from '../src/worker/protocol/music';
import type { MusicKind, Pattern } from '../src/worker/protocol/music';
import { outFolder, visit } from './browser';
import { largestJump, longestGap } from './sound/listen';
import { openStage } from './sound/render';
import type { Take } from './sound/take';
import { keepSite, site } from './site';

keepSite();
let render: (take: Take) => Promise<Float32Array>;
beforeAll(async () => {
  const { page } = await visit(site);
  await page.goto(`${site.url}/404.html`);
  render = await openStage(page);
});

function examplesOf(kind: MusicKind): readonly Pattern[] {
  const file = path.join(outFolder, 'models', musicModels[kind], 'examples.json');
  const examples = JSON.parse(readFileSync(file, 'utf8')) as { pattern: Pattern }[];
  return examples.slice(0, 5).map(({ pattern }) => pattern);
}

const plain = {
  seconds: 16,
  tempo: [[0, 110]],
  volume: [[0, 1]],
  playing: [[0, true]],
  tones: false,
  withoutRamps: false,
} as const satisfies Partial<Take>;

/** The changes of tempo, none of them on a beat. */
const tempo = [
  [0, 110],
  [3.3, 176],
  [7.1, 64],
  [11.2, 120],
] as const;
/** The volume falls, rises, nearly vanishes, and is muted for a moment. */
const volume = [
  [0, 1],
  [2.2, 0.3],
  [4.7, 1],
  [6.05, 0.1],
  [9.03, 0.8],
  [12.2, 0],
  [12.6, 1],
] as const;
/** Pauses: at once, after a second, and just after the last fade. */
const playing = [
  [0, true],
  [2.125, false],
  [2.2, true],
  [5.35, false],
  [6.35, true],
  [9, false],
  [9.25, true],
] as const;

describe.each([
  ['beats', 'their samples', false],
  ['melodies', 'their samples', false],
  // Noise and transients hide a click, which a pure tone does not.
  ['beats', 'pure tones', true],
  ['melodies', 'pure tones', true],
] as const)('the sound of %s in %s', (kind, _, tones) => {
  const bars = examplesOf(kind);
  /** @returns the largest jump of any pattern that plays alone, plus a tenth for notes of two patterns that overlap. */
  async function withoutSwaps(): Promise<number> {
    const jumps: number[] = [];
    for (const pattern of bars) {
      jumps.push(largestJump(await render({ ...plain, kind, tones, tempo, bars: [pattern] })));
    }
    return 1.1 * Math.max(...jumps);
  }

  it('does not click when patterns, tempo or volume change, or when it is paused and resumed', async () => {
    const limit = await withoutSwaps();
    const changing = await render({ ...plain, kind, tones, bars, tempo, volume });
    expect(largestJump(changing)).toBeLessThanOrEqual(limit);
    const paused = await render({ ...plain, kind, tones, bars, playing });
    expect(largestJump(paused)).toBeLessThanOrEqual(limit);
    if (!tones) return;
    // The check detects a step of a fiftieth, and the jumps that occur without ramps.
    const clicked = changing.map((value, i) => (i > 5.5 * sampleRate ? value + 0.02 : value));
    expect(largestJump(clicked)).toBeGreaterThan(limit);
    for (const course of [{ tempo, volume }, { playing }]) {
      const steps = await render({ ...plain, kind, tones, bars, ...course, withoutRamps: true });
      expect(largestJump(steps)).toBeGreaterThan(5 * limit);
    }
  });
});

const every = (steps: number, label: number): Pattern =>
  Array.from({ length: 32 }, (_, step) => (step % steps === 0 ? label : 0));
/**
 * Beats have a kick or a snare on each step. Melodies have notes that last until the next one, four or two steps later.
 */
const legato: Readonly<Record<MusicKind, readonly [Pattern, Pattern]>> = {
  beats: [every(1, 0b1), every(1, 0b10)],
  melodies: [every(4, 41), every(2, 45)],
};

describe.each(musicKinds)('the music of %s', (kind) => {
  /** Two patterns without a rest. */
  const [first, second] = legato[kind];
  const lowest = 0.5;

  it('does not stop when patterns, tempo or volume change', async () => {
    const alone = async (pattern: Pattern): Promise<number> => {
      const slowest = { tempo: [[0, 64]], volume: [[0, lowest]] } as const;
      const wave = await render({ ...plain, kind, bars: [pattern], ...slowest });
      return longestGap(wave, sampleRate);
    };
    const expected = Math.max(await alone(first), await alone(second)) + 0.01;
    // The gap is shorter than a sixteenth at the slowest tempo, which lasts 0.23 s.
    expect(expected).toBeLessThan(0.2);
    const bars = [first, second, second, first];
    const quieter = [
      [0, 1],
      [2.2, lowest],
      [4.7, 1],
    ] as const;
    const wave = await render({ ...plain, kind, bars, tempo, volume: quieter });
    expect(wave.findLastIndex((value) => Math.abs(value) > 0.002)).toBeGreaterThan(
      15.7 * sampleRate,
    );
    expect(longestGap(wave, sampleRate)).toBeLessThanOrEqual(expected);
    // The check detects a missing bar.
    const silent: Pattern = Array.from({ length: 32 }, () => (kind === 'beats' ? 0 : 1));
    const torn = await render({ ...plain, kind, bars: [first, silent, second, first], tempo });
    expect(longestGap(torn, sampleRate)).toBeGreaterThan(expected + 0.5);
  });
});
