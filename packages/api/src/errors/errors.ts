/**
 * Every error that Speil throws deliberately. The message is one line for the user, which says what was expected, what
 * was received, and what to do. The `code` is for programs. A symbol of the global registry makes `isSpeilError` work
 * across two installed copies of this package, where `instanceof` fails.
 */
import { formatSuggestion } from './suggest.js';

const marker = Symbol.for('speil.error');

/** What kind of error it is, for programs: each class of error has one code. */
export type ErrorCode =
  | 'invalid-argument'
  | 'unknown-name'
  | 'not-found'
  | 'invalid-file'
  | 'corrupt'
  | 'incompatible'
  | 'engine-unavailable'
  | 'out-of-memory'
  | 'diverged'
  | 'aborted'
  | 'storage'
  | 'locked'
  | 'network';

/** The base of every error that Speil throws deliberately. Its message is one line for the user. */
export class SpeilError extends Error {
  /** The kind of the error, for programs. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** True for any error of this file, from this copy of the package or another. */
export function isSpeilError(error: unknown): error is SpeilError {
  return typeof error === 'object' && error !== null && marker in error;
}

/** A caller's value is out of range or of the wrong shape. */
export class InvalidArgumentError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-argument', message, options);
  }
}

/**
 * A name that is not in a closed list. The message ends with the nearest names, or with `hint`, which says where all
 * names are listed.
 */
export class UnknownNameError extends SpeilError {
  constructor(what: string, name: string, known: readonly string[], hint = '') {
    super(
      'unknown-name',
      `Unknown ${what} '${name}'.${formatSuggestion(name, known)}${hint && ` ${hint}`}`,
    );
  }
}

/** A file, folder, dataset or model that does not exist. */
export class NotFoundError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('not-found', message, options);
  }
}

/** A file whose content does not match its format. */
export class InvalidFileError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-file', message, options);
  }
}

/** A file whose bytes have changed since they were written: a checksum failed. */
export class CorruptError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('corrupt', message, options);
  }
}

/** Two valid inputs that do not fit together: a model and a dataset, or a checkpoint and the settings of its resume. */
export class IncompatibleError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('incompatible', message, options);
  }
}

/** An engine that is not installed, not supported here, or failed its gradient self-test. */
export class EngineUnavailableError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('engine-unavailable', message, options);
  }
}

/** The engine could not allocate the memory that a step needs. */
export class OutOfMemoryError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('out-of-memory', message, options);
  }
}

/** Training reached NaN or infinity. */
export class DivergedError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('diverged', message, options);
  }
}

/** The caller's signal was aborted. */
export class AbortedError extends SpeilError {
  constructor(message = 'The operation was aborted.', options?: ErrorOptions) {
    super('aborted', message, options);
  }
}

/** The disk rejected an operation: the disk is full or broken, or the operation is not permitted. */
export class StorageError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('storage', message, options);
  }
}

/** Another process is writing here. */
export class LockedError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('locked', message, options);
  }
}

/** A download or a server failed. */
export class NetworkError extends SpeilError {
  constructor(message: string, options?: ErrorOptions) {
    super('network', message, options);
  }
}

/** Throws `AbortedError` if the signal has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortedError();
}
