/** Errors on their way between processes and threads. */
import { SpeilError, isSpeilError } from '@speil/api';
import type { ToldError } from './messages.js';

export function tellError(error: unknown): ToldError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  return {
    message,
    ...(isSpeilError(error) ? { code: error.code } : {}),
    ...(stack === undefined ? {} : { stack }),
  };
}

/** The error as it was thrown elsewhere: the same message, code and stack. */
export function untellError({ message, code, stack }: ToldError): Error {
  const error =
    code === undefined ? new Error(message) : new SpeilError(code as SpeilError['code'], message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
