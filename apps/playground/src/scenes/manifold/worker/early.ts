/** The worker's early start: it loads its model while React's scripts are still on their way. */
import { workerUrl } from './protocol';

/** Holds the worker that `earlyWorkerScript` started. */
interface EarlyWorker {
  speilWorker?: Worker | undefined;
}

/**
 * Runs as soon as the page is read; `takeWorker` then takes over. A worker that broke before anybody listened is thrown
 * away: the next one tells.
 */
export const earlyWorkerScript = `(speilWorker=new Worker('${workerUrl}',{type:'module'})).onerror=()=>{speilWorker=undefined}`;

/** The worker that has already started, once; then new ones. */
export function takeWorker(): Worker {
  const early = globalThis as EarlyWorker;
  const worker = early.speilWorker ?? new Worker(workerUrl, { type: 'module' });
  early.speilWorker = undefined;
  return worker;
}
