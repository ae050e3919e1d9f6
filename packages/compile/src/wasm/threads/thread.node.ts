/** A thread of Node that serves a team. */
import { parentPort } from 'node:worker_threads';
import type { Message } from './protocol.js';
import { serveThread } from './serve.js';

serveThread({
  post: (answer) => parentPort!.postMessage(answer),
  listen: (receive) => void parentPort!.on('message', (message: Message) => receive(message)),
});
