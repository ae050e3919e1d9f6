/** Small runs and a stand-in for the terminal, for tests. */
import type { TrainingEvent } from '@speil/api';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import type { Io } from '../io/io.js';
import { silentProgress } from '../report/progress.js';

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
    columns: 80,
    progress: silentProgress,
    ...changes,
  };
}
