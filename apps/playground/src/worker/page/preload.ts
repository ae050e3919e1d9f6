/** Starts the worker before React's scripts have arrived, so that it loads the scene's model in the meantime. */
import type { Opening } from '../protocol/messages';
import { workerUrl } from '../protocol/paths';

/** Holds the worker that `preloadWorkerScript` started. */
interface PreloadedWorker {
  speilWorker?: Worker | undefined;
}

/**
 * A script for the page's markup that starts a worker; `takeWorker` returns that worker later. The worker's name tells
 * it what to open. If it breaks before anybody listens, it is dropped, and the next worker reports the failure.
 */
export function preloadWorkerScript(opening: Opening): string {
  return `typeof Worker==='undefined'||((speilWorker=new Worker('${workerUrl}',{type:'module',name:'${opening}'})).onerror=()=>{speilWorker=undefined})`;
}

/**
 * @returns the preloaded worker at the first call, then new ones. In a browser without workers, a fake worker that only
 * fails.
 */
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
