/** Why a model is not there, so that a page can say what to do about it. */
import type { ErrorCode } from '@speil/api';

/** `worker`: the browser has no workers. `engine`: neither WebAssembly nor plain JavaScript runs the model. */
export type FailureCause = 'connection' | 'engine' | 'worker' | 'other';

export interface Failure {
  readonly cause: FailureCause;
  /** As the browser or the model said it, in English; empty where nothing was said. */
  readonly reason: string;
}

const causes: Partial<Record<ErrorCode, FailureCause>> = {
  network: 'connection',
  'not-found': 'connection',
  'engine-unavailable': 'engine',
};

/** What the worker could not do, and which of Speil's errors it was. */
export class ModelError extends Error {
  readonly code: ErrorCode | undefined;
  readonly failure: Failure;

  /** @param cause default: what the code tells. */
  constructor({ reason, code, cause = (code && causes[code]) ?? 'other' }: ModelErrorOptions) {
    super(reason);
    this.code = code;
    this.failure = { cause, reason };
  }
}

interface ModelErrorOptions {
  readonly reason: string;
  readonly code?: ErrorCode;
  readonly cause?: FailureCause;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof ModelError) return error.failure;
  return { cause: 'other', reason: error instanceof Error ? error.message : String(error) };
}

/** A worker that ended by itself: one whose script did not come says nothing. */
export function toWorkerFailure({ message }: { readonly message?: string }): Failure {
  if (typeof Worker === 'undefined') return { cause: 'worker', reason: '' };
  return message ? { cause: 'other', reason: message } : { cause: 'connection', reason: '' };
}
