/** Evaluates the reconstructions of a music model, and computes baselines that need no model. */
import { rowOf, throwIfAborted, type Batch } from '@speil/api';
import type { NoteConverter } from '../converters/converter.js';
import type { MusicVae } from '../music-vae/music-vae.js';
import type { NoteExamples } from '../training/examples.js';
import { isQuiet, NoteScoring, type NoteScores } from './note-scores.js';

/** How a model of music is measured. */
export interface EvaluateNotesOptions {
  /** Maximum number of examples; the first examples are used. Default: all. */
  readonly limit?: number;
  /** Number of examples per call of the model. Default 64. */
  readonly batchSize?: number;
  /** Aborts the work before its next batch. The promise is then rejected with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** How well a model reconstructs notes. */
export interface NotesEvaluation {
  /**
   * Scores with teacher forcing: each row is the most likely one given the true previous rows. The latent is the
   * posterior's mean.
   */
  readonly teacherForced: NoteScores;
  /**
   * Scores without teacher forcing: each row is the most likely one given the model's own previous rows.
   */
  readonly freeRunning: NoteScores;
}

/** Measures how well a model reconstructs the notes of examples. */
export async function evaluateNotes(
  model: MusicVae,
  examples: NoteExamples,
  { limit = Infinity, batchSize = 64, signal }: EvaluateNotesOptions = {},
): Promise<NotesEvaluation> {
  const [forced, free] = [new NoteScoring(model.converter), new NoteScoring(model.converter)];
  for (const indices of batches(examples, limit, batchSize)) {
    throwIfAborted(signal);
    const sequences = indices.map((index) => examples.sequence(index));
    const controls = indices.flatMap((index) => examples.controls(index) ?? []);
    const options = controls.length === 0 ? {} : { condition: controls };
    const posterior = await model.encode(sequences, options);
    const latents = posterior.kind === 'vq' ? posterior.indices : posterior.mean;
    const targets = examples.read(indices);
    addAll(forced, targets, await model.predict(latents, sequences, options));
    addAll(free, targets, await model.decodeRows(latents, options));
  }
  return { teacherForced: forced.scores, freeRunning: free.scores };
}

/** How many notes would be reconstructed without a model. */
export interface NotesBaselines {
  /** Scores of a baseline that always predicts the most frequent non-empty row. */
  readonly mostFrequent: NoteScores;
  /** Scores of a baseline that swaps the halves of each example. They are perfect if the two halves are equal. */
  readonly barCopied: NoteScores;
}

/** Scores the baselines on `examples`. @param training the examples whose rows are counted for `mostFrequent`. */
export function computeBaselines(
  converter: NoteConverter,
  training: NoteExamples,
  examples: NoteExamples,
  { limit = Infinity, batchSize = 64 }: EvaluateNotesOptions = {},
): NotesBaselines {
  const row = mostFrequentRow(converter, training, batchSize);
  const always = Float32Array.from(
    { length: converter.outputRows * row.length },
    (_, i) => row[i % row.length]!,
  );
  const [constant, copied] = [new NoteScoring(converter), new NoteScoring(converter)];
  for (const indices of batches(examples, limit, batchSize)) {
    const targets = examples.read(indices);
    indices.forEach((_, i) => {
      const target = rowOf(targets, i);
      const half = target.length / 2;
      const exchanged = new Float32Array(target.length);
      exchanged.set(target.subarray(half), 0);
      exchanged.set(target.subarray(0, half), half);
      constant.add(target, always);
      copied.add(target, exchanged);
    });
  }
  return { mostFrequent: constant.scores, barCopied: copied.scores };
}

function* batches(
  { size }: NoteExamples,
  limit: number,
  batchSize: number,
): Generator<readonly number[]> {
  const count = Math.min(size, limit);
  for (let start = 0; start < count; start += batchSize) {
    yield Array.from({ length: Math.min(batchSize, count - start) }, (_, i) => start + i);
  }
}

function addAll(scoring: NoteScoring, targets: Batch, outputs: Batch): void {
  for (let i = 0; i < targets.shape[0]!; i++) scoring.add(rowOf(targets, i), rowOf(outputs, i));
}

/** Maximum number of examples that are counted. */
const maxCounted = 5000;

function mostFrequentRow(
  converter: NoteConverter,
  training: NoteExamples,
  batchSize: number,
): Float32Array {
  const { outputDepth } = converter;
  const counts = new Map<string, { readonly row: Float32Array; count: number }>();
  for (const indices of batches(training, maxCounted, batchSize)) {
    const { values } = training.read(indices);
    for (let at = 0; at < values.length; at += outputDepth) {
      const row = values.subarray(at, at + outputDepth);
      if (isQuiet(converter, row)) continue;
      const key = row.reduce((ones, value, i) => (value > 0 ? `${ones},${i}` : ones), '');
      const entry = counts.get(key) ?? { row: row.slice(), count: 0 };
      entry.count++;
      counts.set(key, entry);
    }
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most?.row ?? new Float32Array(outputDepth);
}
