/** Starts the worker before React's scripts have arrived, so that it loads its scene's model meanwhile. */
import type { Opening } from '../protocol/messages';
import { workerUrl } from '../protocol/paths';

/** Holds the worker that `preloadWorkerScript` started. */
interface PreloadedWorker {
  speilWorker?: Worker | undefined;
}

/**
 * A script for the page's markup; `takeWorker` takes over from it. The worker's name tells it what to open. A worker that breaks
 * before anybody listens is dropped: the next one reports the failure.
 */
export function preloadWorkerScript(opening: Opening): string {
  return `typeof Worker==='undefined'||((speilWorker=new Worker('${workerUrl}',{type:'module',name:'${opening}'})).onerror=()=>{speilWorker=undefined})`;
}

/** @returns the preloaded worker the first time, then new ones; in a browser without workers, one that only fails. */
export function takeWorker(opening: Opening): Worker {
  if (typeof Worker === 'undefined') return brokenWorker();
  const preloaded = globalThis as PreloadedWorker;
  const worker = preloaded.speilWorker ?? new Worker(workerUrl, { type: 'module', name: opening });
  preloaded.speilWorker = undefined;
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
