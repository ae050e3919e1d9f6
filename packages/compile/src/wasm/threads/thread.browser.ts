/** A worker of a page that serves a team. */
import type { Message } from './protocol.js';
import { serveThread } from './serve.js';

serveThread({
  post: (answer) => postMessage(answer),
  listen: (receive) =>
    addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data)),
});
