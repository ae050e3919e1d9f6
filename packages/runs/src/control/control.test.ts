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

/** A client that keeps all messages that it receives. */
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

it('the control server sends a new screen the events of the run so far, then new events', async () => {
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

it('the control server passes on commands and answers each one by its id', async () => {
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
  ['is not JSON', 'hello'],
  ['has an unknown type', '{"type":"shutdown"}'],
  [
    'sets something that cannot be set',
    JSON.stringify({ type: 'command', id: 1, command: { type: 'set', setting: 'seed', value: 1 } }),
  ],
  ['is longer than allowed', 'x'.repeat(maximumLine + 1)],
])('the control server refuses a line that %s, and accepts the next line', async (_, line) => {
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

it('the control server lets only this user connect', async (context) => {
  if (process.platform === 'win32') context.skip('pipes of Windows have no mode');
  const { server } = await serve();
  expect(fs.statSync(server.path).mode & 0o777).toBe(0o600);
});

it('the control server listens outside the run folder, and at the same place for every path to that folder', async () => {
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

it('the control server replaces the socket that a dead trainer has left', async () => {
  const folder = temporaryFolder();
  const { server } = await serve([], folder);
  await server.close();
  fs.writeFileSync(server.path, '');
  const { server: next } = await serve([runStart()], folder);
  const { received } = await attach(next);
  await received(1);
});

describe('the possible paths of a socket', () => {
  it.skipIf(process.platform === 'win32')(
    'are in a new private folder if the common folder is open to others or is a link',
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

  it.skipIf(process.platform === 'win32')(
    'are short enough for an address, however long the path of TMPDIR is',
    () => {
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
    },
  );
});

it('the control server keeps at most 1 MB for a screen that does not read, and sends it the newest events later', async () => {
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

it('the control server disconnects a screen that does not read events that must not be dropped', async () => {
  const { server } = await serve([]);
  const { socket } = await attach(server);
  socket.pause();
  await until(() => server.clients === 1);
  const event = { ...runStart(), run: 'x'.repeat(1000) };
  for (let i = 0; i < 3000; i++) server.broadcast(event);
  await until(() => server.clients === 0);
});

it(
  'the control server keeps nothing of screens that have disconnected',
  { timeout: 120_000 },
  async () => {
    const { server } = await serve();
    const connect = async (i: number): Promise<void> => {
      const socket = net.connect(server.path);
      await once(socket, 'connect');
      // Some disconnect at once, some during the replay, and some in the middle of a command.
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
  },
);

it('the control server can close although a screen that it refused stays connected', async () => {
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
  // The server must not wait for the refused screen, which never disconnects.
  await Promise.race([
    server.close(),
    sleep(60_000).then(() => {
      throw new Error('The server did not close.');
    }),
  ]);
});

it('a client cannot connect if no trainer is running', async () => {
  const { connectRun } = await import('./control-client.js');
  await expect(connectRun(temporaryFolder())).rejects.toThrow(NotFoundError);
});
