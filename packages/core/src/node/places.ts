/// <reference types="node" />
/** The folders in which datasets are looked for, and the user's cache folder. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where datasets are looked for. */
export interface DataFoldersOptions {
  /** The folder that is searched first. */
  readonly dir?: string | undefined;
  /** Default `process.env`. */
  readonly env?: Environment;
}

/** The folders in which datasets are looked for: `dir`, `SPEIL_DATA`, the user's cache, the system's datasets. */
export function dataFolders({
  dir,
  env = process.env,
}: DataFoldersOptions = {}): readonly string[] {
  const system = '/usr/share/datasets';
  const places = [dir, env['SPEIL_DATA'], cacheFolder('data', env), system];
  return [...new Set(places.filter((place) => place !== undefined))];
}

/**
 * Speil's part of the platform's cache folder.
 *
 * @param kind datasets, checkpoints from the web, or the cache of the compiled engine.
 */
export function cacheFolder(
  kind: 'data' | 'models' | 'compiled',
  env: Environment = process.env,
): string {
  const base =
    env['XDG_CACHE_HOME'] ??
    (process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined) ??
    (process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : join(homedir(), '.cache'));
  return join(base, 'speil', kind);
}
