/**
 * Where a run's control socket listens. In the run folder where that fits; the address of a unix socket holds 104 bytes
 * on some systems, so a run in a deep folder gets one in a new private folder of the system's temporary folder.
 */
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** macOS's `sun_path` has 104 bytes with the zero at the end, Linux's 108. */
const longestPath = 103;

export interface SocketPlace {
  readonly path: string;
  /** Removes what was made for the socket. */
  remove(): void;
}

/** The places to try, in order. */
export function socketPlaces(runFolder: string): readonly (() => SocketPlace)[] {
  if (process.platform === 'win32') return [() => pipe()];
  const near = path.join(path.resolve(runFolder), 'control.sock');
  return Buffer.byteLength(near) <= longestPath
    ? [() => inRunFolder(near), inTemporaryFolder]
    : [inTemporaryFolder];
}

function pipe(): SocketPlace {
  return { path: `\\\\.\\pipe\\speil-${randomUUID()}`, remove: () => undefined };
}

function inRunFolder(file: string): SocketPlace {
  const remove = (): void => fs.rmSync(file, { force: true });
  // The caller holds the run's lock, so a socket that is still there is a dead trainer's.
  remove();
  return { path: file, remove };
}

function inTemporaryFolder(): SocketPlace {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-'));
  return {
    path: path.join(folder, 'control.sock'),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}
