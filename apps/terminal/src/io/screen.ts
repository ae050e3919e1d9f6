/** When a command may take the whole terminal. */
import type { Io } from './io.js';

/** A person must be there, must not have declined it, and must not be reading JSON. */
export function wantsScreen(
  { tui = true, json = false }: { readonly tui?: boolean; readonly json?: boolean },
  { tty, env }: Io,
): boolean {
  const ci = env['CI'];
  const inCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return tty && tui && !json && !inCi && env['TERM'] !== 'dumb';
}
