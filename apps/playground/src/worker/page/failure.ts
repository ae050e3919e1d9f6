/** Why a model is unavailable, so that a page can give advice. */
import type { ErrorCode } from '@speil/api';

/** `worker`: the browser has no workers. `engine`: neither WebAssembly nor plain JavaScript runs the model. */
export type FailureCause = 'connection' | 'engine' | 'worker' | 'other';

export interface Failure {
  readonly cause: FailureCause;
  /** The message of the browser or the model, in English; may be empty. */
  readonly reason: string;
}

const causes: Partial<Record<ErrorCode, FailureCause>> = {
  network: 'connection',
  'not-found': 'connection',
  'engine-unavailable': 'engine',
};

/** A failure in the worker, with the code of Speil's error. */
export class ModelError extends Error {
  readonly code: ErrorCode | undefined;
  readonly failure: Failure;

  /** @param cause default: derived from the code. */
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

/** @returns the failure of a broken worker. If its script could not be loaded, the event has no message. */
export function toWorkerFailure({ message }: { readonly message?: string }): Failure {
  if (typeof Worker === 'undefined') return { cause: 'worker', reason: '' };
  return message ? { cause: 'other', reason: message } : { cause: 'connection', reason: '' };
}
