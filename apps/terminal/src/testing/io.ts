/** Small runs and a stand-in for the terminal, for tests. */
import type { TrainingEvent, TrainingEventOf } from '@speil/api';
import type { Io } from '../io/io.js';
import { silentProgress } from '../report/progress.js';

export function runStart(
  changes: Partial<TrainingEventOf<'run-start'>> = {},
): TrainingEventOf<'run-start'> {
  return {
    type: 'run-start',
    time: 0,
    run: 'a',
    recipe: 'mnist-vae',
    engine: 'wasm',
    seed: 1,
    parameters: 71_681,
    trainExamples: 40,
    validationExamples: 10,
    batchSize: 4,
    epochs: 2,
    stepsPerEpoch: 10,
    resumedFrom: 0,
    ...changes,
  };
}

export function stepEnd(step: number, total = 100 + 100 / step): TrainingEventOf<'step-end'> {
  return {
    type: 'step-end',
    time: step,
    step,
    epoch: Math.ceil(step / 10),
    examples: 4,
    seconds: 0.01,
    losses: { total, reconstruction: total - 5, kl: 5 },
    learningRate: 1e-3,
    beta: 1,
  };
}

export function epochEnd(epoch: number): TrainingEventOf<'epoch-end'> {
  const losses = { total: 90, reconstruction: 84, kl: 6 };
  return {
    type: 'epoch-end',
    time: epoch * 10,
    step: epoch * 10,
    epoch,
    train: losses,
    validation: losses,
    examplesPerSecond: 400,
    best: true,
  };
}

export function wholeRun(): readonly TrainingEvent[] {
  const steps = (from: number): TrainingEvent[] =>
    Array.from({ length: 10 }, (_, i) => stepEnd(from + i));
  const end = { type: 'run-end', time: 20, step: 20, reason: 'completed' } as const;
  return [runStart(), ...steps(1), epochEnd(1), ...steps(11), epochEnd(2), end];
}

export interface RecordedIo extends Io {
  readonly lines: { readonly out: string[]; readonly err: string[] };
}

export function recordedIo(changes: Partial<Io> = {}): RecordedIo {
  const lines = { out: [] as string[], err: [] as string[] };
  return {
    lines,
    out: (line) => void lines.out.push(line),
    err: (line) => void lines.err.push(line),
    cwd: '/',
    argv: [],
    env: {},
    tty: false,
    progress: silentProgress,
    ...changes,
  };
}
