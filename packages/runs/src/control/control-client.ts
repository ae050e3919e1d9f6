/** The client of the control socket. It receives the run's events as they happen, and sends commands. */
import * as net from 'node:net';
import {
  AbortedError,
  InvalidArgumentError,
  NotFoundError,
  parseJson,
  serverMessageSchema,
} from '@speil/api';
import type { Command, ServerMessage, TrainingEvent } from '@speil/api';
import { longestEvent, splitLines } from '../log/lines.js';
import { readStatus } from '../run/read-run.js';

/** Time limit for the answer to a command, in milliseconds. */
const patience = 5000;

export interface ConnectOptions {
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Called once when the trainer has ended or `close` was called. */
  readonly onClose?: () => void;
}

export interface RunConnection {
  /** @returns the trainer's answer. @throws InvalidArgumentError with the reason if the trainer refuses the command. */
  send(command: Command): Promise<string>;
  close(): void;
}

/**
 * Attaches to a run that is training.
 *
 * @param runFolder the run's folder.
 * @throws NotFoundError if no trainer listens for this run.
 */
export async function connectRun(
  runFolder: string,
  { onEvent, onClose }: ConnectOptions = {},
): Promise<RunConnection> {
  const socket = await open(runFolder);
  const waiting = new Map<number, (message: Extract<ServerMessage, { type: 'reply' }>) => void>();
  let commands = 0;
  const take = (line: string): void => {
    const message = parseMessage(line);
    if (message === undefined) return;
    if (message.type === 'event') onEvent?.(message.event);
    else waiting.get(message.id)?.(message);
  };
  socket.on('data', splitLines({ onLine: take, onOversized: () => undefined }, longestEvent));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => onClose?.());
  return {
    close: () => socket.destroy(),
    send(command) {
      commands += 1;
      const id = commands;
      return new Promise((resolve, reject) => {
        const end = (finish: () => void): void => {
          clearTimeout(timer);
          socket.off('close', gone);
          waiting.delete(id);
          finish();
        };
        const gone = (): void =>
          end(() => reject(new AbortedError('The trainer ended before it answered.')));
        const timer = setTimeout(
          () => end(() => reject(new AbortedError('The trainer did not answer within 5 s.'))),
          patience,
        );
        socket.once('close', gone);
        waiting.set(id, ({ ok, message }) =>
          end(() => (ok ? resolve(message) : reject(new InvalidArgumentError(message)))),
        );
        socket.write(`${JSON.stringify({ type: 'command', id, command })}\n`);
      });
    },
  };
}

/** Attaches, sends one command and detaches. @returns the trainer's answer. */
export async function sendCommand(runFolder: string, command: Command): Promise<string> {
  const connection = await connectRun(runFolder);
  try {
    return await connection.send(command);
  } finally {
    connection.close();
  }
}

/** @returns undefined for a message that is invalid or from a later version. */
function parseMessage(line: string): ServerMessage | undefined {
  try {
    return parseJson(serverMessageSchema, line, 'A message of the trainer');
  } catch {
    return undefined;
  }
}

async function open(runFolder: string): Promise<net.Socket> {
  const address = readStatus(runFolder)?.socket;
  const nobody = `Nothing is training in ${runFolder}.`;
  if (address === undefined) throw new NotFoundError(nobody);
  return new Promise((resolve, reject) => {
    const socket = net.connect(address);
    socket.once('error', (error) => reject(new NotFoundError(nobody, { cause: error })));
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
