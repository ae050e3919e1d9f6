/**
 * What the shell is told, and how an error reads: one line that says what was expected and what came. A stack is for the
 * authors and shows only with SPEIL_DEBUG=1.
 */
import { isSpeilError } from '@speil/api';
import type { Io } from './io.js';

export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line itself is wrong: commander did not see it, we did. */
export class UsageError extends Error {}

/** Says what went wrong. @returns the exit code for it. */
export function reportError(error: unknown, io: Io): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
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
