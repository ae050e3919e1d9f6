/** Converts errors to data, so that they can be sent between processes and threads. */
import { SpeilError, isSpeilError } from '@speil/api';
import { UsageError } from '../io/exit.js';
import type { SerializedError } from './messages.js';

export function serializeError(error: unknown): SerializedError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  return {
    message,
    ...(isSpeilError(error) ? { code: error.code } : {}),
    ...(error instanceof UsageError ? { usage: true as const } : {}),
    ...(stack === undefined ? {} : { stack }),
  };
}

/** Restores an error of another process: the same message, code and stack. */
export function deserializeError({ message, code, usage, stack }: SerializedError): Error {
  const error =
    code !== undefined
      ? new SpeilError(code as SpeilError['code'], message)
      : usage
        ? new UsageError(message)
        : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
