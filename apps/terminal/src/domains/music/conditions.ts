/**
 * The chords and the key that a model of music is conditioned on. They come from the command, otherwise from the notes.
 */
import { parseChord, pitchClassNames, type Controls, type MusicVae } from '@speil/music';
import { UsageError } from '../../io/exit.js';
import type { LatentOptions } from '../latent-space.js';

export interface MusicConditions {
  /** Number of bars of the progression if a model takes one chord per bar; otherwise 1. */
  readonly bars: number;
  /** Conditions that the model takes but the command does not give. */
  readonly missing: readonly ('chords' | 'key')[];
  /**
   * Returns the conditions of each piece. The command's conditions take precedence over the conditions of the notes. If
   * there are more pieces than bars, the progression of the command starts again.
   *
   * @throws UsageError if neither gives them.
   */
  readonly over: (noteControls: readonly Controls[]) => {
    readonly condition?: readonly Controls[];
  };
}

/** @throws UsageError for a condition that the model does not take. */
export function musicConditions(
  { config, converter }: Pick<MusicVae, 'config' | 'converter'>,
  name: string,
  { chords, key }: LatentOptions,
): MusicConditions {
  const takes = { chords: config.chordEncoder !== null, key: config.conditionOnKey };
  const given = { chords, key };
  const options = ['chords', 'key'] as const;
  const unused = options.find((option) => !takes[option] && given[option] !== undefined);
  if (unused !== undefined) {
    throw new UsageError(`${name} is not conditioned on ${unused}: leave out --${unused}.`);
  }
  chords?.forEach((chord) => parseChord(chord));
  const barByBar = converter.endToken !== null;
  const each = chords === undefined ? [{}] : barByBar ? chords.map((chord) => [chord]) : [chords];
  const bars = each.map((own): Controls => ({
    ...(Array.isArray(own) && { chords: own }),
    ...(key !== undefined && { key }),
  }));
  const missing = options.filter((option) => takes[option] && given[option] === undefined);
  return {
    bars: bars.length,
    missing,
    over(noteControls) {
      if (!takes.chords && !takes.key) return {};
      const condition = noteControls.map((own, i) => ({ ...own, ...bars[i % bars.length]! }));
      const absent = missing.find((option) => condition.some((one) => one[option] === undefined));
      if (absent === undefined) return { condition };
      const example = absent === 'chords' ? '"C G Am F"' : 'C';
      throw new UsageError(`${name} is conditioned on ${absent}: give --${absent} ${example}.`);
    },
  };
}

/**
 * Spreads the conditions of the encoded pieces over `count` pieces. Each gets the conditions of the nearest encoded
 * piece, so the first half of an interpolation has the conditions of its start.
 */
export function spreadConditions(
  controls: readonly Controls[],
  count: number,
): readonly Controls[] {
  const last = controls.length - 1;
  return Array.from(
    { length: count },
    (_, i) => controls[count === 1 ? 0 : Math.round((i * last) / (count - 1))] ?? {},
  );
}

const mostChordsShown = 12;

/** Describes the conditions that were taken from the notes. */
export function describeConditions(
  noteControls: readonly Controls[],
  missing: MusicConditions['missing'],
): string {
  const changes = noteControls
    .flatMap(({ chords = [] }) => chords)
    .filter((chord, i, all) => i === 0 || chord !== all[i - 1]);
  const shown = changes.slice(0, mostChordsShown).join(' ');
  const texts = {
    chords: `over the chords ${shown}${changes.length > mostChordsShown ? ' ...' : ''}`,
    key: `in the key of ${pitchClassNames[noteControls[0]?.key ?? 0]}`,
  };
  const options = missing.map((option) => `--${option}`).join(' and ');
  return `${missing.map((option) => texts[option]).join(', ')}; choose another with ${options}`;
}
