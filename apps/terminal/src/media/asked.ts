/** Chords and a key that a model of music is told: what the command says, and what the notes say where it does not. */
import { parseChord, pitchClassNames, type Controls, type MusicVae } from '@speil/music';
import { UsageError } from '../cli/exit.js';
import type { MediumOptions } from './medium.js';

export interface Asked {
  /** Bars of the progression, where a model takes one chord a bar; else 1. */
  readonly bars: number;
  /** What the model is told and the command does not say. */
  readonly lacks: readonly ('chords' | 'key')[];
  /**
   * What each piece is told: as the command says, from the first bar again where there are more pieces, and else as `heard`.
   *
   * @throws UsageError where neither says it.
   */
  readonly over: (heard: readonly Controls[]) => { readonly condition?: readonly Controls[] };
}

/** @throws UsageError for what the model is not told. */
export function askedOf(
  { config, converter }: Pick<MusicVae, 'config' | 'converter'>,
  name: string,
  { chords, key }: MediumOptions,
): Asked {
  const takes = { chords: config.chordEncoder !== null, key: config.conditionOnKey };
  const given = { chords, key };
  const options = ['chords', 'key'] as const;
  const useless = options.find((option) => !takes[option] && given[option] !== undefined);
  if (useless !== undefined) {
    throw new UsageError(`${name} is not conditioned on ${useless}: leave out --${useless}.`);
  }
  chords?.forEach((chord) => parseChord(chord));
  const barByBar = converter.endToken !== null;
  const each = chords === undefined ? [{}] : barByBar ? chords.map((chord) => [chord]) : [chords];
  const said = each.map((own): Controls => ({
    ...(Array.isArray(own) && { chords: own }),
    ...(key !== undefined && { key }),
  }));
  const lacks = options.filter((option) => takes[option] && given[option] === undefined);
  return {
    bars: said.length,
    lacks,
    over(heard) {
      if (!takes.chords && !takes.key) return {};
      const condition = heard.map((own, i) => ({ ...own, ...said[i % said.length]! }));
      const missing = lacks.find((option) => condition.some((one) => one[option] === undefined));
      if (missing === undefined) return { condition };
      const example = missing === 'chords' ? '"C G Am F"' : 'C';
      throw new UsageError(`${name} is conditioned on ${missing}: give --${missing} ${example}.`);
    },
  };
}

/** Of each piece that of the nearest of those that were encoded: on the way between two, half of it is the first's. */
export function spread(controls: readonly Controls[], count: number): readonly Controls[] {
  const last = controls.length - 1;
  return Array.from(
    { length: count },
    (_, i) => controls[count === 1 ? 0 : Math.round((i * last) / (count - 1))] ?? {},
  );
}

const mostChordsTold = 12;

/** As a person is told what the notes were taken to be played over. */
export function toldText(heard: readonly Controls[], lacks: Asked['lacks']): string {
  const changes = heard
    .flatMap(({ chords = [] }) => chords)
    .filter((chord, i, all) => i === 0 || chord !== all[i - 1]);
  const shown = changes.slice(0, mostChordsTold).join(' ');
  const texts = {
    chords: `over the chords ${shown}${changes.length > mostChordsTold ? ' ...' : ''}`,
    key: `in the key of ${pitchClassNames[heard[0]?.key ?? 0]}`,
  };
  const options = lacks.map((option) => `--${option}`).join(' and ');
  return `${lacks.map((option) => texts[option]).join(', ')}; say another with ${options}`;
}
