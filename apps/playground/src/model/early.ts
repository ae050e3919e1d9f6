/** The worker's early start: it loads its scene's model while React's scripts are still on their way. */
import { workerUrl } from './protocol';
import type { Opening } from './protocol';

/** Holds the worker that `earlyWorkerScript` started. */
interface EarlyWorker {
  speilWorker?: Worker | undefined;
}

/**
 * Runs as soon as the page is read; `takeWorker` then takes over. The worker's name tells it what to open. A worker that
 * broke before anybody listened is thrown away: the next one tells.
 */
export function earlyWorkerScript(opening: Opening): string {
  return `(speilWorker=new Worker('${workerUrl}',{type:'module',name:'${opening}'})).onerror=()=>{speilWorker=undefined}`;
}

/** The worker that has already started, once; then new ones. */
export function takeWorker(opening: Opening): Worker {
  const early = globalThis as EarlyWorker;
  const worker = early.speilWorker ?? new Worker(workerUrl, { type: 'module', name: opening });
  early.speilWorker = undefined;
  return worker;
}
