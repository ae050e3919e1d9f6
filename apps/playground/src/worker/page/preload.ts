/** The worker's early start: it loads its scene's model while React's scripts are still on their way. */
import { workerUrl } from '../protocol/images';
import type { Opening } from '../protocol/images';

/** Holds the worker that `earlyWorkerScript` started. */
interface EarlyWorker {
  speilWorker?: Worker | undefined;
}

/**
 * Runs as soon as the page is read; `takeWorker` then takes over. The worker's name tells it what to open. A worker that
 * broke before anybody listened is thrown away: the next one tells.
 */
export function earlyWorkerScript(opening: Opening): string {
  return `typeof Worker==='undefined'||((speilWorker=new Worker('${workerUrl}',{type:'module',name:'${opening}'})).onerror=()=>{speilWorker=undefined})`;
}

/** The worker that has already started, once; then new ones. In a browser without workers, one that only breaks. */
export function takeWorker(opening: Opening): Worker {
  if (typeof Worker === 'undefined') return brokenWorker();
  const early = globalThis as EarlyWorker;
  const worker = early.speilWorker ?? new Worker(workerUrl, { type: 'module', name: opening });
  early.speilWorker = undefined;
  return worker;
}

function brokenWorker(): Worker {
  const worker = Object.assign(new EventTarget(), {
    onmessage: null,
    onmessageerror: null,
    onerror: null as Worker['onerror'],
    postMessage: () => undefined,
    terminate: () => undefined,
  });
  setTimeout(() => {
    worker.onerror?.call(worker, new ErrorEvent('error'));
  });
  return worker;
}
