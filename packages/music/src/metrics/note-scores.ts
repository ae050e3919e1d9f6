/** How many notes come back: of rows that are right, and of onsets. */
import type { NoteConverter } from '../converters/converter.js';
import { argMax, columns } from '../converters/converter.js';
import type { NoteSequence } from '../theory/note-sequence.js';

export interface NoteScores {
  /**
   * F1 of onsets: a note counts where it starts at its step with its pitch (of its instrument's kind). 2 TP / (2 TP + FP + FN)
   * over all examples together.
   */
  readonly onsetF1: number;
  /** Share of rows that are right, of those where something happens: empty steps and held notes are left out. */
  readonly accuracy: number;
  readonly examples: number;
}

/** Adds up over examples. */
export class NoteScoring {
  readonly #converter: NoteConverter;
  #hits = 0;
  #wanted = 0;
  #given = 0;
  #right = 0;
  #rows = 0;
  #examples = 0;

  constructor(converter: NoteConverter) {
    this.#converter = converter;
  }

  /** @param target rows of what was played. @param output rows of what came back: likeliest, or means. */
  add(target: Float32Array, output: Float32Array): void {
    const [wanted, given] = [target, output].map((rows) => onsetsOf(this.#converter.notes(rows)));
    this.#wanted += wanted!.size;
    this.#given += given!.size;
    for (const onset of given!) if (wanted!.has(onset)) this.#hits++;
    const [says, said] = [target, output].map((rows) => rowsOf(this.#converter, rows));
    says!.forEach((row, i) => {
      if (row === quiet) return;
      this.#rows++;
      if (said![i] === row) this.#right++;
    });
    this.#examples++;
  }

  /** 1 where there was nothing to find and nothing came. */
  get scores(): NoteScores {
    const both = this.#wanted + this.#given;
    return {
      onsetF1: both === 0 ? 1 : (2 * this.#hits) / both,
      accuracy: this.#rows === 0 ? 1 : this.#right / this.#rows,
      examples: this.#examples,
    };
  }
}

function onsetsOf({ notes, tempos, quantizationInfo }: NoteSequence): Set<string> {
  const perQuarter = quantizationInfo?.stepsPerQuarter ?? 4;
  const stepSeconds = 60 / (tempos?.[0]?.qpm ?? 120) / perQuarter;
  return new Set(
    (notes ?? []).map(({ pitch, quantizedStartStep, startTime, isDrum, program }) => {
      const step = quantizedStartStep ?? Math.round((startTime ?? 0) / stepSeconds);
      return `${step} ${pitch} ${isDrum ? 'drum' : (program ?? 0)}`;
    }),
  );
}

const quiet = '';

/** Whether nothing happens in rows: empty steps, or notes that go on. */
export function isQuiet(converter: NoteConverter, rows: Float32Array): boolean {
  return rowsOf(converter, rows).every((row) => row === quiet);
}

/** Each row of each part as a text; empty where nothing happens. */
function rowsOf({ type, parts, outputDepth }: NoteConverter, rows: Float32Array): string[] {
  if (/^(DrumRoll|Groove|MelodyRhythm|TrioRhythm)/u.test(type)) {
    // Thirds of a groove: its hits. Of all, what is struck.
    const width = type === 'GrooveConverter' ? outputDepth / 3 : outputDepth;
    return Array.from({ length: rows.length / outputDepth }, (_, row) => {
      const struck: number[] = [];
      for (let i = 0; i < width; i++) if (rows[row * outputDepth + i]! > 0.5) struck.push(i);
      return struck.join();
    });
  }
  let from = 0;
  return (parts ?? [outputDepth]).flatMap((depth) => {
    const own = columns(rows, outputDepth, from, from + depth);
    from += depth;
    return Array.from(argMax(own, depth), (label) => (label === 0 ? quiet : String(label)));
  });
}
