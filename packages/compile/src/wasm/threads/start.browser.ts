/** Workers of a page. */
import type { Answer } from './protocol.js';
import type { ThreadLine } from './team.js';

/** Starts a worker that serves a team. */
export function startThread(): Promise<ThreadLine> {
  const worker = new Worker(new URL('./thread.browser.js', import.meta.url), { type: 'module' });
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    listen: (receive) =>
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => receive(data)),
    onFailure: (fail) =>
      worker.addEventListener('error', () => fail(new Error('A thread could not be loaded.'))),
    hold: () => undefined,
    close: () => worker.terminate(),
  });
}
