/** Decides whether a command may take the whole terminal. */
import type { Io } from './io.js';

/**
 * Whether to open the dashboard: in an interactive terminal, but not with `--no-tui` or `--json`, in CI, or if `TERM` is
 * `dumb`.
 */
export function wantsScreen(
  { tui = true, json = false }: { readonly tui?: boolean; readonly json?: boolean },
  { tty, env }: Io,
): boolean {
  const ci = env['CI'];
  const inCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return tty && tui && !json && !inCi && env['TERM'] !== 'dumb';
}
