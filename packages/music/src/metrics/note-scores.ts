/** Scores of reconstructed notes: accuracy of rows and F1 of onsets. */
import type { NoteConverter } from '../converters/converter.js';
import { argMax, columns } from '../converters/converter.js';
import type { NoteSequence } from '../theory/note-sequence.js';

/** Scores of reconstructed notes. */
export interface NoteScores {
  /**
   * F1 of onsets, computed over all examples together as 2 TP / (2 TP + FP + FN). A note is correct if its step, pitch
   * and program are correct.
   */
  readonly onsetF1: number;
  /**
   * Share of correct rows among the rows with an event. Rows in which nothing happens or a note is sustained are left
   * out.
   */
  readonly accuracy: number;
  /** Number of examples that were measured. */
  readonly examples: number;
}

/** Accumulates scores over examples. */
export class NoteScoring {
  readonly #converter: NoteConverter;
  #hits = 0;
  #expected = 0;
  #actual = 0;
  #right = 0;
  #rows = 0;
  #examples = 0;

  constructor(converter: NoteConverter) {
    this.#converter = converter;
  }

  /**
   * Adds one or more examples.
   *
   * @param target rows of the original.
   * @param output rows of the reconstruction: the most likely rows, or means.
   */
  add(target: Float32Array, output: Float32Array): void {
    const [expected, actual] = [target, output].map((rows) =>
      onsetsOf(this.#converter.notes(rows)),
    );
    this.#expected += expected!.size;
    this.#actual += actual!.size;
    for (const onset of actual!) if (expected!.has(onset)) this.#hits++;
    const [targetRows, outputRows] = [target, output].map((rows) => rowsOf(this.#converter, rows));
    targetRows!.forEach((row, i) => {
      if (row === quiet) return;
      this.#rows++;
      if (outputRows![i] === row) this.#right++;
    });
    this.#examples++;
  }

  /** The scores so far. They are 1 if neither originals nor reconstructions have notes. */
  get scores(): NoteScores {
    const both = this.#expected + this.#actual;
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

/** Whether none of the rows has an event: in each, nothing happens or a note is sustained. */
export function isQuiet(converter: NoteConverter, rows: Float32Array): boolean {
  return rowsOf(converter, rows).every((row) => row === quiet);
}

/** Each row of each part as a string, which is empty for a row without an event. */
function rowsOf({ type, parts, outputDepth }: NoteConverter, rows: Float32Array): string[] {
  if (/^(DrumRoll|Groove|MelodyRhythm|TrioRhythm)/u.test(type)) {
    // A groove's row has hits, velocities and offsets: only the hits are compared.
    const width = type === 'GrooveConverter' ? outputDepth / 3 : outputDepth;
    return Array.from({ length: rows.length / outputDepth }, (_, row) => {
      const struck: number[] = [];
      for (let i = 0; i < width; i++) if (rows[row * outputDepth + i]! > 0.5) struck.push(i);
      return struck.join();
    });
  }
  let from = 0;
  return (parts ?? [outputDepth]).flatMap((depth) => {
    const ofPart = columns(rows, outputDepth, from, from + depth);
    from += depth;
    return Array.from(argMax(ofPart, depth), (label) => (label === 0 ? quiet : String(label)));
  });
}
