import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FromWorker, ToWorker } from '../protocol/messages';
import { openWorkerClient } from './client';
import { ModelError } from './failure';

/** A fake worker whose messages the test reads and writes. */
class FakeWorker {
  static last: FakeWorker;
  readonly received: ToWorker[] = [];
  ended = false;
  onmessage: ((event: { data: FromWorker }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  constructor() {
    FakeWorker.last = this;
  }
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.ended = true;
  }
}

beforeEach(() => vi.stubGlobal('Worker', FakeWorker));
afterEach(() => vi.unstubAllGlobals());

function open() {
  const failures: unknown[] = [];
  const onReady = vi.fn();
  const onFailed = (error: unknown): void => {
    failures.push(error);
  };
  const client = openWorkerClient({ opening: 'vae', onReady, onFailed });
  const worker = FakeWorker.last;
  const say = (message: FromWorker): void => worker.onmessage!({ data: message });
  /** The id of the newest question of a kind. */
  const idOf = (ask: ToWorker['ask']): number =>
    worker.received.findLast((message) => message.ask === ask)!.id;
  return { client, worker, failures, onReady, say, idOf };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const reconstruction = { mean: [1, 2], deviation: [0, 0], picture: new Uint8Array(1) } as const;

describe('a client of the worker', () => {
  it('asks for the scene’s first model at once, and is ready when it has been opened', async () => {
    const { worker, say, onReady, failures } = open();
    expect(worker.received).toEqual([{ id: 1, ask: 'open', question: { opening: 'vae' } }]);
    expect(onReady).not.toHaveBeenCalled();
    say({ id: 1, type: 'answer', value: undefined });
    await settled();
    expect(onReady).toHaveBeenCalledTimes(1);
    expect(failures).toEqual([]);
  });

  it('matches answers to questions by their ids, in any order', async () => {
    const { client, say, idOf } = open();
    const picture = new Uint8Array(784);
    const encoded = client.ask('encode', { plane: 'vae', picture });
    const encodeId = idOf('encode');
    const enlarged = client.ask('enlarge', { picture, factor: 2 });
    say({ id: idOf('enlarge'), type: 'failure', reason: 'no', code: 'corrupt' });
    say({ id: encodeId, type: 'answer', value: reconstruction });
    await expect(encoded).resolves.toBe(reconstruction);
    await expect(enlarged).rejects.toThrow('no');
    await expect(enlarged).rejects.toBeInstanceOf(ModelError);
  });

  it('passes on parts before the answer', async () => {
    const { client, say, idOf } = open();
    const parts: number[] = [];
    const loaded = client.ask('load-checkpoint', { url: '' }, (bytes) => parts.push(bytes));
    const id = idOf('load-checkpoint');
    say({ id, type: 'part', value: 10 });
    say({ id, type: 'part', value: 20 });
    say({ id, type: 'answer', value: undefined });
    await loaded;
    say({ id, type: 'part', value: 30 });
    expect(parts).toEqual([10, 20]);
  });

  it('drops parts of a replaced stream, and reports the failure of the newer one', async () => {
    const { client, say, idOf, failures } = open();
    const rows: string[] = [];
    const window = { plane: 'vae', side: 2, centre: [0, 0], extent: 1 } as const;
    client.stream('decode-grid', window, ({ row }) => rows.push(`old ${row}`));
    const old = idOf('decode-grid');
    client.stream('decode-grid', window, ({ row }) => rows.push(`new ${row}`));
    const pictures = new Uint8Array(1);
    say({ id: old, type: 'part', value: { row: 1, pictures } });
    say({ id: idOf('decode-grid'), type: 'part', value: { row: 0, pictures } });
    expect(rows).toEqual(['new 0']);
    say({ id: idOf('decode-grid'), type: 'failure', reason: 'out of memory' });
    await settled();
    expect(failures).toMatchObject([{ message: 'out of memory' }]);
  });

  it('rejects all questions once the worker breaks, and reports one failure', async () => {
    const { client, worker, failures } = open();
    const waiting = client.ask('open-plane', { plane: 'ae' });
    worker.onerror!({ message: 'x is not defined' });
    await expect(waiting).rejects.toThrow('x is not defined');
    await expect(client.ask('open-plane', { plane: 'ae' })).rejects.toThrow('x is not defined');
    await settled();
    expect(failures).toHaveLength(1);
  });

  it('reports no failure after it has been closed', async () => {
    const { client, worker, failures } = open();
    const waiting = client.ask('open-plane', { plane: 'ae' });
    client.close();
    await expect(waiting).rejects.toThrow('closed');
    await settled();
    expect(worker.ended).toBe(true);
    expect(failures).toEqual([]);
  });
});
