/**
 * Exit codes, and errors as one line that says what was expected and what was received. The stack is for developers and
 * is printed only with SPEIL_DEBUG=1.
 */
import { isSpeilError } from '@speil/api';
import type { Io } from './io.js';
import { messageOf } from './message.js';

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line is wrong in a way that commander does not detect. */
export class UsageError extends Error {}

/** Prints what went wrong. @returns the exit code for it. */
export function reportError(error: unknown, io: Io): ExitCode {
  const message = messageOf(error);
  const known = isSpeilError(error) || error instanceof UsageError;
  io.err(`speil: ${known ? message : `unexpected error: ${message.split('\n')[0]}`}`);
  if (io.env['SPEIL_DEBUG'] === '1' && error instanceof Error) io.err(error.stack ?? '');
  else if (!known) io.err('Run it again with SPEIL_DEBUG=1 to see where it happened.');
  return exitCodeOf(error);
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exitCodes.usage;
  if (!isSpeilError(error)) return exitCodes.failed;
  if (error.code === 'unknown-name') return exitCodes.usage;
  return error.code === 'aborted' ? exitCodes.interrupted : exitCodes.failed;
}
