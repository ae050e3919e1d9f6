/**
 * The server of the control socket, which uses newline-delimited JSON. It sends each screen the events of the run so
 * far and then new events, and receives commands. A screen is a client that shows the run. Screens may attach and
 * detach at any time, and may be slow or broken; the training never waits for them.
 */
import * as fs from 'node:fs';
import * as net from 'node:net';
import { StorageError, clientMessageSchema, isSpeilError, parseJson } from '@speil/api';
import type { Command, ServerMessage, TrainingEvent } from '@speil/api';
import { maximumLine, splitLines } from '../log/lines.js';
import { Outbox } from './outbox.js';
import { socketPlaces, type SocketPlace } from './socket-path.js';

/** Maximum number of attached screens. */
const maximumClients = 64;

export interface ControlServerOptions {
  readonly runFolder: string;
  /** Events that a new screen receives first. */
  readonly replay: () => Iterable<TrainingEvent>;
  /** @returns the answer for the user. To refuse the command, throw a `SpeilError`, whose message is sent. */
  readonly onCommand: (command: Command) => string;
}

export class ControlServer {
  /** The path to which clients connect. */
  readonly path: string;
  readonly #server: net.Server;
  readonly #place: SocketPlace;
  readonly #clients = new Map<net.Socket, Outbox>();

  private constructor(server: net.Server, place: SocketPlace, options: ControlServerOptions) {
    this.#server = server;
    this.#place = place;
    this.path = place.path;
    server.on('connection', (socket) => this.#attach(socket, options));
  }

  /** @throws StorageError if the socket cannot be created. */
  static async listen(options: ControlServerOptions): Promise<ControlServer> {
    let reason: unknown;
    for (const makePlace of socketPlaces(options.runFolder)) {
      try {
        const place = makePlace();
        const server = net.createServer();
        await listenPrivately(server, place.path);
        return new ControlServer(server, place, options);
      } catch (error) {
        reason = error;
      }
    }
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new StorageError(`No control socket can be made for ${options.runFolder}: ${message}.`, {
      cause: reason,
    });
  }

  /** Number of attached screens. */
  get clients(): number {
    return this.#clients.size;
  }

  /** Number of bytes that wait for the slowest screen. */
  get waiting(): number {
    return Math.max(0, ...[...this.#clients.values()].map(({ bytes }) => bytes));
  }

  broadcast(event: TrainingEvent): void {
    for (const socket of this.#clients.keys()) this.#send(socket, { type: 'event', event });
  }

  /** Sends what is queued, disconnects every screen within a second, and removes the socket. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const outbox of this.#clients.values()) outbox.end();
    const patience = setTimeout(() => {
      for (const socket of this.#clients.keys()) socket.destroy();
    }, 1000);
    await closed;
    clearTimeout(patience);
    this.#place.remove();
  }

  /** Removes the socket at once. The connections of screens end with the process. */
  abandon(): void {
    this.#place.remove();
  }

  #attach(socket: net.Socket, { replay, onCommand }: ControlServerOptions): void {
    socket.on('error', () => socket.destroy());
    if (this.#clients.size >= maximumClients) {
      const refusal: ServerMessage = {
        type: 'reply',
        id: 0,
        ok: false,
        message: `${maximumClients} screens are attached already. Close one.`,
      };
      // Nothing is read from a refused connection, and it must not keep the server from closing.
      socket.resume();
      socket.write(`${JSON.stringify(refusal)}\n`);
      socket.destroySoon();
      return;
    }
    this.#clients.set(socket, new Outbox(socket));
    socket.on('close', () => this.#clients.delete(socket));
    const reply = (id: number, ok: boolean, message: string): void =>
      this.#send(socket, { type: 'reply', id, ok, message });
    socket.on(
      'data',
      splitLines({
        onLine: (line) => answer(line, onCommand, reply),
        onOversized: () => reply(0, false, `A line must be at most ${maximumLine} bytes.`),
      }),
    );
    for (const event of replay()) this.#send(socket, { type: 'event', event });
  }

  #send(socket: net.Socket, message: ServerMessage): void {
    if (this.#clients.get(socket)?.send(message) === false) socket.destroy();
  }
}

function answer(
  line: string,
  onCommand: (command: Command) => string,
  reply: (id: number, ok: boolean, message: string) => void,
): void {
  let id = 0;
  try {
    const message = parseJson(clientMessageSchema, line, 'The message');
    id = message.id;
    reply(id, true, onCommand(message.command));
  } catch (error) {
    if (!isSpeilError(error)) throw error;
    reply(id, false, error.message);
  }
}

/** Only this user may connect. The socket is created with mode 0600, so it never has another mode. */
async function listenPrivately(server: net.Server, file: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // The socket exists when listen() returns; only the callback is called later.
      server.listen(file, () => {
        server.off('error', reject);
        resolve();
      });
      process.umask(before);
    });
  } finally {
    process.umask(before);
  }
  if (process.platform !== 'win32') fs.chmodSync(file, 0o600);
}
