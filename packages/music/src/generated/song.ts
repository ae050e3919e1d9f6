/**
 * Generates songs by the rules of a style, so that everything can be tried without a download. These songs are
 * synthetic and are always called generated. A song is a pure function of its options: seed, index, style and bars.
 */
import { InvalidArgumentError, UnknownNameError } from '@speil/api';
import { uniforms } from '@speil/core/random';
import { pitchClassNames } from '../theory/spelling.js';
import type { Note, NoteSequence } from '../theory/note-sequence.js';
import { chordAnnotation } from '../theory/chord-changes.js';
import {
  chances,
  major,
  minor,
  styleNames,
  styles,
  type Style,
  type StyleRules,
} from './styles.js';

/** Which song is generated: the same options give the same song. */
export interface GeneratedSongOptions {
  /** Unsigned 32-bit. Default 1. */
  readonly seed?: number;
  /** Number of the song; below 2^32. */
  readonly index: number;
  /** Default: the style changes with the index. */
  readonly style?: Style;
  /** Bars of 4/4, 1 to 256. Default 16. */
  readonly bars?: number;
}

const stepsPerBar = 16;
/** The form of a song: the motif of each phrase. A phrase is as long as a chord progression. */
const form = 'AABA';
const phraseBars = 4;

/**
 * Generates a melody (instrument 0), a bass line (1) and drums (2) at one tempo in 4/4, with key and chord symbols.
 * Times are humanised: drums and swung eighths are slightly off the grid, always by less than half a sixteenth. The
 * `id` has the form `generated/funk/12`.
 *
 * @throws InvalidArgumentError; UnknownNameError for an unknown style.
 */
export function generatedSong({
  seed = 1,
  index,
  style = styleNames[index % styleNames.length],
  bars = 16,
}: GeneratedSongOptions): NoteSequence {
  for (const [name, value] of Object.entries({ seed, index })) {
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) continue;
    throw new InvalidArgumentError(`${name} must be from 0 to 2^32 - 1. Received: ${value}.`);
  }
  if (!Number.isInteger(bars) || bars < 1 || bars > 256) {
    throw new InvalidArgumentError(`bars must be from 1 to 256. Received: ${bars}.`);
  }
  if (style === undefined || !Object.hasOwn(styles, style)) {
    throw new UnknownNameError('style', String(style), styleNames);
  }
  const rules = styles[style];
  const draws = (operation: number, count: number): Float32Array =>
    uniforms({ seed, purpose: 'synthetic', step: index, operation }, count);
  const song = new Song(rules, bars, draws);
  const notes = [...song.melody(), ...song.bass(), ...song.drums()];
  const secondsPerStep = 15 / song.qpm;
  return {
    id: `generated/${style}/${index}`,
    ticksPerQuarter: 220,
    tempos: [{ time: 0, qpm: song.qpm }],
    timeSignatures: [{ time: 0, numerator: 4, denominator: 4 }],
    keySignatures: [{ time: 0, key: song.tonic, mode: rules.minor ? 1 : 0 }],
    textAnnotations: song
      .chords()
      .map(({ bar, symbol }) => chordAnnotation(symbol, bar * stepsPerBar * secondsPerStep)),
    notes,
    partInfos: ['melody', 'bass', 'drums'].map((name, part) => ({ part, name })),
    totalTime: bars * stepsPerBar * secondsPerStep,
  };
}

/** The random streams of a song. Each part has its own, so a change to one part does not change the others. */
const streams = { whole: 0, melody: 1, bass: 2, drums: 3, motif: 4 };

class Song {
  readonly qpm: number;
  /** Pitch class. */
  readonly tonic: number;
  readonly #rules: StyleRules;
  readonly #bars: number;
  readonly #draws: (operation: number, count: number) => Float32Array;
  readonly #progression: readonly number[];
  readonly #choices: Float32Array;

  constructor(
    rules: StyleRules,
    bars: number,
    draws: (operation: number, count: number) => Float32Array,
  ) {
    this.#rules = rules;
    this.#bars = bars;
    this.#draws = draws;
    this.#choices = draws(streams.whole, 8);
    const [tempo, tonic, progression] = this.#choices as unknown as readonly number[];
    this.qpm = Math.round(rules.qpm[0] + tempo! * (rules.qpm[1] - rules.qpm[0]));
    this.tonic = Math.floor(tonic! * 12);
    this.#progression = pick(rules.progressions, progression!);
  }

  /** A chord symbol for each bar, except where the chord is the same as in the previous bar. */
  chords(): readonly { readonly bar: number; readonly symbol: string }[] {
    const all = Array.from({ length: this.#bars }, (_, bar) => {
      const [root, third, fifth] = [0, 2, 4].map((up) => this.#pitch(this.#chord(bar) + up)) as [
        number,
        number,
        number,
      ];
      const quality = fifth - root === 6 ? 'dim' : third - root === 3 ? 'm' : '';
      return { bar, symbol: `${pitchClassNames[root % 12]!}${quality}` };
    });
    return all.filter(({ bar, symbol }) => symbol !== all[bar - 1]?.symbol);
  }

  /** Motifs A and B over the chords: chord tones on the beat, and steps of the scale between them. */
  melody(): Note[] {
    const chance = this.#draws(streams.melody, this.#bars * stepsPerBar);
    const motif = this.#draws(streams.motif, 8 * stepsPerBar);
    const onsets: { step: number; degree: number }[] = [];
    let degree = 7 + Math.floor(this.#choices[3]! * 5);
    for (let bar = 0; bar < this.#bars; bar++) {
      const letter = form[Math.floor(bar / phraseBars) % form.length] === 'A' ? 0 : 1;
      const inMotif = bar % phraseBars;
      const rhythm = pick(this.#rules.rhythms, motif[letter * 64 + (inMotif % 2) * stepsPerBar]!);
      for (let step = 0; step < stepsPerBar; step++) {
        const at = letter * 64 + inMotif * stepsPerBar + step;
        if (chance[bar * stepsPerBar + step]! >= chances[rhythm[step]!]!) continue;
        // Move up or down by a few degrees, with a pull towards the middle of the range.
        const pull = (10 - degree) / 16;
        degree += Math.round((motif[at]! - 0.5 + pull) * 5);
        if (step % 4 === 0) degree = nearestChordTone(degree, this.#chord(bar));
        degree = Math.max(3, Math.min(17, degree));
        onsets.push({ step: bar * stepsPerBar + step, degree });
      }
    }
    const end = this.#bars * stepsPerBar;
    return onsets.map(({ step, degree: high }, i) => {
      const next = onsets[i + 1]?.step ?? end;
      return this.#note(step, Math.min(next, step + 8), 48 + this.#pitch(high), {
        velocity: step % 4 === 0 ? 92 : 80,
        part: 0,
      });
    });
  }

  bass(): Note[] {
    const chance = this.#draws(streams.bass, this.#bars);
    const onsets: { step: number; pitch: number }[] = [];
    for (let bar = 0; bar < this.#bars; bar++) {
      // The first pattern is chosen most of the time.
      const pattern = pick(this.#rules.bass, Math.max(0, chance[bar]! * 1.5 - 0.5));
      const chord = this.#chord(bar);
      for (const [step, sign] of [...pattern].entries()) {
        if (sign === '.') continue;
        const degree =
          sign === '<'
            ? this.#chord(bar + 1) - 1
            : chord + ({ R: 0, '3': 2, '5': 4, '8': 7 }[sign] ?? 0);
        onsets.push({ step: bar * stepsPerBar + step, pitch: 24 + this.#pitch(degree) });
      }
    }
    const end = this.#bars * stepsPerBar;
    return onsets.map(({ step, pitch }, i) => {
      const next = onsets[i + 1]?.step ?? end;
      return this.#note(step, next, pitch, {
        velocity: step % stepsPerBar === 0 ? 96 : 84,
        part: 1,
      });
    });
  }

  /**
   * Generates drums with the pattern of the style. Each phrase begins with a crash and ends with a fill on snare and
   * toms.
   */
  drums(): Note[] {
    const perStep = 4;
    const chance = this.#draws(streams.drums, this.#bars * stepsPerBar * perStep * 3);
    const lines = Object.entries(this.#rules.drums);
    const notes: Note[] = [];
    const hit = (step: number, pitch: number, velocity: number, draw: number): void => {
      // Humanised timing: early or late by at most a tenth of a sixteenth.
      const off = (draw - 0.5) * 0.2;
      notes.push(this.#note(step, step + 1, pitch, { velocity, part: 2, off }));
    };
    for (let bar = 0; bar < this.#bars; bar++) {
      const lastOfPhrase = bar % phraseBars === phraseBars - 1;
      for (let step = 0; step < stepsPerBar; step++) {
        const now = bar * stepsPerBar + step;
        const at = now * perStep * 3;
        if (lastOfPhrase && step >= 12) {
          const drum = pick([38, 50, 48, 45], (step - 12) / 4);
          if (step % 2 === 0 || chance[at]! < 0.6) hit(now, drum, 80 + step * 2, chance[at + 1]!);
          continue;
        }
        if (bar % phraseBars === 0 && step === 0) hit(now, 49, 110, chance[at + 2]!);
        for (const [i, [pitch, pattern]] of lines.entries()) {
          const likely = chances[pattern[step]!]!;
          if (chance[at + 3 * i]! >= likely) continue;
          // Unlikely hits are ghost notes.
          const loud = likely < 0.5 ? 40 : step % 4 === 0 ? 100 : 78;
          const velocity = Math.round(loud + (chance[at + 3 * i + 1]! - 0.5) * 16);
          hit(now, Number(pitch), velocity, chance[at + 3 * i + 2]!);
        }
      }
    }
    return notes;
  }

  #chord(bar: number): number {
    return this.#progression[bar % this.#progression.length]!;
  }

  /** Semitones from the tonic to a degree of the scale; degrees may be in other octaves. */
  #pitch(degree: number): number {
    const scale = this.#rules.minor ? minor : major;
    const octave = Math.floor(degree / 7);
    return this.tonic + 12 * octave + scale[degree - 7 * octave]!;
  }

  #note(
    start: number,
    end: number,
    pitch: number,
    { velocity, part, off = 0 }: { velocity: number; part: number; off?: number },
  ): Note {
    const secondsPerStep = 15 / this.qpm;
    // Half of the swing, and at most a third of a step, so that quantisation still gives the same step.
    const late = (step: number): number => (step % 4 === 2 ? this.#rules.swing / 2 : 0);
    const program = part === 2 ? 0 : this.#rules.programs[part]!;
    return {
      ...{ pitch, velocity, instrument: part, program, isDrum: part === 2, part },
      startTime: Math.max(0, start + late(start) + off) * secondsPerStep,
      endTime: (end + late(end) + off) * secondsPerStep,
    };
  }
}

function pick<T>(items: readonly T[], draw: number): T {
  return items[Math.min(items.length - 1, Math.floor(draw * items.length))]!;
}

/** The nearest degree that is the root, third or fifth of the chord on degree `chord`. */
function nearestChordTone(degree: number, chord: number): number {
  const isTone = (at: number): boolean => [0, 2, 4].includes((((at - chord) % 7) + 7) % 7);
  for (let away = 0; ; away++) {
    if (isTone(degree + away)) return degree + away;
    if (isTone(degree - away)) return degree - away;
  }
}
