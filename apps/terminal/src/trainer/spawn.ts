/**
 * Starts a trainer. The trainer is detached: it does not receive Ctrl-C from this terminal, and continues when this
 * command ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OutOfMemoryError } from '@speil/api';
import { deserializeError } from './errors.js';
import type { TrainerPhase, TrainerReply, TrainerRequest } from './messages.js';

export interface StartedTrainer {
  readonly pid: number;
  readonly reply: Exclude<TrainerReply, { type: 'refused' }>;
}

export interface StartOptions {
  /** When aborted, ends a trainer that has not begun training yet. */
  readonly signal?: AbortSignal;
  /** Called with the activities of the trainer before training begins. */
  readonly onPhase?: (phase: string) => void;
}

/** @throws the error with which the trainer rejected the request. */
export async function startTrainer(
  request: TrainerRequest,
  { signal, onPhase = () => undefined }: StartOptions = {},
): Promise<StartedTrainer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.js', import.meta.url))], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const end = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', end);
  try {
    const reply = await waitForReply(child, request, onPhase);
    if (reply.type === 'refused') throw deserializeError(reply.error);
    return { pid: child.pid!, reply };
  } finally {
    signal?.removeEventListener('abort', end);
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function waitForReply(
  child: ChildProcess,
  request: TrainerRequest,
  onPhase: (phase: string) => void,
): Promise<TrainerReply> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message) => {
      const reply = message as TrainerReply | TrainerPhase;
      if (reply.type === 'phase') onPhase(reply.phase);
      else resolve(reply);
    });
    child.once('exit', (code, signal) => reject(describeEarlyEnd(code, signal)));
    child.send(request, (error) => {
      if (error !== null) reject(error);
    });
  });
}

/**
 * This command ends a trainer by SIGTERM. SIGKILL comes from the system, most likely for lack of memory, and without a
 * message.
 */
export function describeEarlyEnd(code: number | null, signal: NodeJS.Signals | null): Error {
  return signal === 'SIGKILL'
    ? new OutOfMemoryError(
        'The trainer was killed before it began (SIGKILL): if the machine is short of memory, try again with a smaller --limit or --batch.',
      )
    : new Error(`The trainer ended before it began (${signal ?? `exit code ${code}`}).`);
}
