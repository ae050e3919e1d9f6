/** Decides whether a command may take the whole terminal. */
import type { Io } from './io.js';

/** Whether the output is a terminal that a person watches, without `--no-tui` and without `--json`. */
export function wantsScreen(
  { tui = true, json = false }: { readonly tui?: boolean; readonly json?: boolean },
  { tty, env }: Io,
): boolean {
  const ci = env['CI'];
  const inCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return tty && tui && !json && !inCi && env['TERM'] !== 'dumb';
}
