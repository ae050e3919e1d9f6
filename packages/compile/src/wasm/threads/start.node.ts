/** Threads of Node. */
import { Worker } from 'node:worker_threads';
import type { Answer } from './protocol.js';
import type { ThreadLine } from './team.js';

/** Starts a thread that serves a team. */
export function startThread(): Promise<ThreadLine> {
  // Options of the process, such as --input-type, may not suit a thread.
  const worker = new Worker(new URL('./thread.node.js', import.meta.url), { execArgv: [] });
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    listen: (receive) => void worker.on('message', (answer: Answer) => receive(answer)),
    onFailure: (fail) => void worker.on('error', fail),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    close: () => void worker.terminate(),
  });
}
