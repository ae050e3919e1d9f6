import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, NotFoundError, parseJson, serverMessageSchema } from '@speil/api';
import type { Command, ServerMessage, TrainingEvent } from '@speil/api';
import { runStart, stepEnd } from '@speil/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { campaign, temporaryFolder } from '../testing/campaign.js';
import { ControlServer } from './control-server.js';
import { maximumLine } from '../log/lines.js';
import { outboxLimit } from './outbox.js';
import { socketPlaces } from './socket-path.js';

interface Setup {
  readonly server: ControlServer;
  readonly commands: Command[];
}

async function serve(
  replay: readonly TrainingEvent[] = [runStart(), stepEnd(1)],
  runFolder = temporaryFolder(),
): Promise<Setup> {
  const commands: Command[] = [];
  const server = await ControlServer.listen({
    runFolder,
    replay: () => replay,
    onCommand: (command) => {
      if (command.type === 'resume') throw new InvalidArgumentError('The run is not paused.');
      commands.push(command);
      return `${command.type} is done`;
    },
  });
  onTestFinished(() => server.close());
  return { server, commands };
}

/** A client that keeps what it was told. */
async function attach(server: ControlServer): Promise<{
  socket: net.Socket;
  messages: ServerMessage[];
  received: (count: number) => Promise<void>;
}> {
  const socket = net.connect(server.path);
  onTestFinished(() => void socket.destroy());
  const messages: ServerMessage[] = [];
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) messages.push(parseJson(serverMessageSchema, line, 'a line'));
  });
  await once(socket, 'connect');
  const received = async (count: number): Promise<void> => {
    while (messages.length < count) await once(socket, 'data');
  };
  return { socket, messages, received };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

it('tells a new screen the run so far, then what happens', async () => {
  const { server } = await serve();
  const { messages, received } = await attach(server);
  await received(2);
  server.broadcast(stepEnd(2));
  await received(3);
  expect(messages.map((message) => message.type === 'event' && message.event)).toEqual([
    runStart(),
    stepEnd(1),
    stepEnd(2),
  ]);
});

it('hands on commands and answers each by its id', async () => {
  const { server, commands } = await serve([]);
  const { socket, messages, received } = await attach(server);
  socket.write(`${JSON.stringify({ type: 'command', id: 7, command: { type: 'pause' } })}\n`);
  socket.write(`${JSON.stringify({ type: 'command', id: 8, command: { type: 'resume' } })}\n`);
  await received(2);
  expect(commands).toEqual([{ type: 'pause' }]);
  expect(messages).toEqual([
    { type: 'reply', id: 7, ok: true, message: 'pause is done' },
    { type: 'reply', id: 8, ok: false, message: 'The run is not paused.' },
  ]);
});

it.each([
  ['is no JSON', 'hello'],
  ['is of no known type', '{"type":"shutdown"}'],
  [
    'steers what cannot be steered',
    JSON.stringify({ type: 'command', id: 1, command: { type: 'set', setting: 'seed', value: 1 } }),
  ],
  ['is longer than allowed', 'x'.repeat(maximumLine + 1)],
])('answers and drops a line that %s, and takes the next', async (_, line) => {
  const { server, commands } = await serve([]);
  const { socket, messages, received } = await attach(server);
  socket.write(
    `${line}\n${JSON.stringify({ type: 'command', id: 2, command: { type: 'stop' } })}\n`,
  );
  await received(2);
  expect(messages[0]).toMatchObject({ type: 'reply', id: 0, ok: false });
  expect(messages[1]).toMatchObject({ id: 2, ok: true });
  expect(commands).toEqual([{ type: 'stop' }]);
});

it('lets only this user connect', async (context) => {
  if (process.platform === 'win32') context.skip('pipes of Windows have no mode');
  const { server } = await serve();
  expect(fs.statSync(server.path).mode & 0o777).toBe(0o600);
});

it('listens outside of the run folder, at one place whatever path leads there', async () => {
  const folder = temporaryFolder();
  const { server } = await serve([runStart()], folder);
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(path.basename(server.path)).toMatch(/^[0-9a-f]{16}\.sock$/u);
  expect(fs.statSync(path.dirname(server.path)).mode & 0o777).toBe(0o700);
  await server.close();
  expect(fs.existsSync(server.path)).toBe(false);
  const link = path.join(temporaryFolder(), 'link');
  fs.symlinkSync(folder, link);
  const { server: again } = await serve([], link);
  expect(again.path).toBe(server.path);
});

it('replaces the socket that a dead trainer has left', async () => {
  const folder = temporaryFolder();
  const { server } = await serve([], folder);
  await server.close();
  fs.writeFileSync(server.path, '');
  const { server: next } = await serve([runStart()], folder);
  const { received } = await attach(next);
  await received(1);
});

describe('the places of a socket', () => {
  it.skipIf(process.platform === 'win32')(
    'are new and private where the common folder is open to others or a link',
    () => {
      const common = `speil-${process.getuid!()}`;
      for (const spoil of [
        (folder: string) => fs.mkdirSync(folder, { mode: 0o777 }),
        (folder: string) => fs.symlinkSync(temporaryFolder(), folder),
        (folder: string) => fs.writeFileSync(folder, ''),
      ]) {
        const temporary = temporaryFolder();
        spoil(path.join(temporary, common));
        fs.chmodSync(path.join(temporary, common), 0o777);
        const [inCommon, inNew] = socketPlaces(temporaryFolder(), temporary);
        expect(inCommon).toThrow('not a private folder');
        const place = inNew!();
        expect(fs.statSync(path.dirname(place.path)).mode & 0o777).toBe(0o700);
        place.remove();
        expect(fs.readdirSync(temporary)).toEqual([common]);
      }
    },
  );

  it.skipIf(process.platform === 'win32')('fit an address, however deep TMPDIR lies', () => {
    const deep = path.join(temporaryFolder(), 'a'.repeat(60), 'b'.repeat(60));
    fs.mkdirSync(deep, { recursive: true });
    const places = socketPlaces(temporaryFolder(), deep);
    const made = places.flatMap((make) => {
      try {
        return [make()];
      } catch {
        return [];
      }
    });
    for (const { path: file, remove } of made) {
      expect(Buffer.byteLength(file)).toBeLessThan(104);
      remove();
    }
    expect(made.length).toBeGreaterThan(0);
  });
});

it('keeps at most 1 MB for a screen that does not read, and tells it the newest when it does', async () => {
  const { server } = await serve([]);
  const { socket, messages } = await attach(server);
  socket.pause();
  await until(() => server.clients === 1);
  const before = process.memoryUsage().arrayBuffers;
  for (let step = 1; step <= 40_000; step++) server.broadcast(stepEnd(step));
  expect(server.waiting).toBeLessThanOrEqual(outboxLimit);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * outboxLimit);
  socket.resume();
  const lastStep = (): number => {
    const message = messages.at(-1);
    return message?.type === 'event' && message.event.type === 'step-end' ? message.event.step : 0;
  };
  await until(() => lastStep() === 40_000);
  expect(messages.length).toBeLessThan(40_000);
});

it('lets a screen go that does not read what cannot be dropped', async () => {
  const { server } = await serve([]);
  const { socket } = await attach(server);
  socket.pause();
  await until(() => server.clients === 1);
  const event = { ...runStart(), run: 'x'.repeat(1000) };
  for (let i = 0; i < 3000; i++) server.broadcast(event);
  await until(() => server.clients === 0);
});

it('keeps nothing of screens that came and went', { timeout: 120_000 }, async () => {
  const { server } = await serve();
  const connect = async (i: number): Promise<void> => {
    const socket = net.connect(server.path);
    await once(socket, 'connect');
    // Some leave at once, some amid the replay, some amid a command.
    if (i % 3 === 1) await once(socket, 'data');
    if (i % 3 === 2) socket.write('{"type":"comm');
    socket.destroy();
  };
  for (let i = 0; i < Math.max(200, campaign(1000)); i++) await connect(i);
  await until(() => server.clients === 0);
  const { messages, received } = await attach(server);
  await received(2);
  server.broadcast(stepEnd(2));
  await received(3);
  expect(messages.length).toBe(3);
  expect(server.clients).toBe(1);
});

it('is not held open by a screen that it refused', async () => {
  const { server } = await serve();
  const screens = [];
  for (let i = 0; i < 64; i++) screens.push(await attach(server));
  await until(() => server.clients === 64);
  const refused = net.connect({ path: server.path, allowHalfOpen: true });
  onTestFinished(() => void refused.destroy());
  refused.write('{"id":1,"command":{"type":"stop"}}\n');
  const [received] = (await once(refused, 'data')) as [Buffer];
  expect(received.toString()).toContain('64 screens are attached already');
  for (const { socket } of screens) socket.destroy();
  await until(() => server.clients === 0);
  // Without the fix this waits for as long as the refused screen likes.
  await Promise.race([
    server.close(),
    sleep(60_000).then(() => {
      throw new Error('The server did not close.');
    }),
  ]);
});

it('has nobody to talk to where no trainer is', async () => {
  const { connectRun } = await import('./control-client.js');
  await expect(connectRun(temporaryFolder())).rejects.toThrow(NotFoundError);
});
