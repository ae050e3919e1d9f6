/** Checks whether a process that a file names is still the one that wrote the file. */
import { readFileSync } from 'node:fs';
import { systemCode } from '../disk/file-system.js';

/** Whether a process with this id exists now. Processes of other users count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
  return processStat(pid)?.state !== 'Z';
}

/**
 * The start time of a process, as an opaque text. A later process with the same id has a different text. Undefined if
 * the system does not report it (only Linux does).
 */
export function startTimeOf(pid: number): string | undefined {
  const stat = processStat(pid);
  if (stat === undefined) return undefined;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${stat.started}`;
  } catch {
    return stat.started;
  }
}

/**
 * Fields 3 (state) and 22 (start, in clock ticks since boot) of the `stat` file of proc(5). The process name before
 * them may contain spaces.
 */
function processStat(pid: number): { state: string; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return state === undefined || started === undefined ? undefined : { state, started };
  } catch {
    return undefined;
  }
}
