import * as fs from 'node:fs';
import * as path from 'node:path';
import { latestCheckpoint, readConfig, readRun, readStatus } from '@speil/runs';
import { expect, it } from 'vitest';
import {
  campaign,
  endless,
  lastJson,
  logOf,
  speil,
  start,
  stepsDone,
  tiny,
  until,
  workFolder,
} from './harness.js';

it('trains, reports progress on stderr, and ends with one line of JSON', async () => {
  const cwd = workFolder();
  const outcome = await speil(cwd, ['train', ...tiny, '--out', 'a', '--no-tui', '--json']);
  expect(outcome.code).toBe(0);
  expect(outcome.stdout.trimEnd().split('\n').length).toBe(1);
  expect(outcome.stderr).toContain('epoch 1/1');
  const { state } = readRun(path.join(cwd, 'a'));
  expect(lastJson(outcome)).toEqual({
    run: path.join(cwd, 'a'),
    // 256 examples in batches of 128.
    steps: 2,
    epochs: 1,
    examplesPerSecond: expect.any(Number) as number,
    train: state.epochs[0]!.train,
    validation: state.epochs[0]!.validation,
  });
});

it('trains in the background on request, and resumes there too', async () => {
  const cwd = workFolder();
  const folder = path.join(cwd, 'a');
  const detached = await speil(cwd, ['train', ...endless, '--out', 'a', '--detach']);
  await stepsDone(folder, 1);
  expect(detached).toMatchObject({ code: 0 });
  expect(detached.stdout.trim()).toBe('Training continues. Attach again with: speil watch a');
  await speil(cwd, ['stop', 'a']);
  await until(() => readStatus(folder)?.state === 'stopped');
  const resumed = await speil(cwd, ['resume', 'a', '-d', '--json']);
  const pid = await stepsDone(folder, readStatus(folder)!.step + 1);
  expect(lastJson(resumed)).toEqual({ run: folder, pid });
});

it('validates on training examples unless the test part is asked for, and says on which', async () => {
  const cwd = workFolder();
  const train = ['train', ...tiny, '--no-tui'];
  const usual = await speil(cwd, [...train, '--out', 'a']);
  expect(usual.stderr).toContain(
    'Validated on 10% of what --limit read of mnist-10k/train, which is not trained on.',
  );
  const test = await speil(cwd, [...train, '--out', 'c', '--validation', 'test']);
  expect(test.stderr).toContain(
    'Validated on mnist-10k/test, which is then not unseen data for eval.',
  );
  const held = await speil(cwd, [...train, '--out', 'b', '--validation', '25%']);
  expect(held.stderr).toContain(
    'Validated on 25% of what --limit read of mnist-10k/train, which is not trained on.',
  );
  expect(held.stderr).toContain('256 examples (86 to validate)');
  const resume = ['train', '--out', 'b', '--resume', '--epochs', '2', '--no-tui'];
  const other = await speil(cwd, [...resume, '--validation', '10%']);
  expect(other.stderr).toContain('started with validation 25%. Received: 10%.');
  const resumed = await speil(cwd, resume);
  expect(resumed.stderr).toContain('256 examples (86 to validate)');
  expect(resumed.code).toBe(0);
});

it('puts a run without --out into a folder named after the recipe and the time', async () => {
  const cwd = workFolder();
  await speil(cwd, ['train', ...tiny, '--no-tui']);
  const [time, ...others] = fs.readdirSync(path.join(cwd, 'runs', 'mnist-dense-vae'));
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/u);
  expect(others).toEqual([]);
  const runs = lastJson(await speil(cwd, ['runs', '--json']));
  expect(runs).toMatchObject([
    { recipe: 'mnist-dense-vae', state: 'completed', step: 2, steps: 2 },
  ]);
});

it('says which data it uses if the recipe’s own are not on this machine', async () => {
  const cwd = workFolder();
  const env = { XDG_CACHE_HOME: cwd };
  const args = ['train', 'mnist-dense-vae', '--limit', '128', '--epochs', '1', '--data-dir', cwd];
  const { stderr, code } = await speil(cwd, [...args, '--no-tui'], { env });
  expect(code).toBe(0);
  expect(stderr).toContain('mnist is not on this machine: mnist-10k is used instead');
});

it('takes settings by their path and by their short name', async () => {
  const cwd = workFolder();
  const set = [
    'beta=4',
    'learningRate=3e-4',
    'training.batchSize=64',
    'bottleneck.size=8',
    'optimizer=sgd',
  ];
  const args = ['train', ...tiny, '--out', 'a', '--no-tui', ...set.flatMap((s) => ['--set', s])];
  expect((await speil(cwd, args)).code).toBe(0);
  const { training, model } = readConfig(path.join(cwd, 'a')).recipe;
  expect(training).toMatchObject({
    beta: { kind: 'constant', value: 4 },
    learningRate: { kind: 'constant', value: 3e-4 },
    batchSize: 64,
    optimizer: { name: 'sgd' },
  });
  expect(model).toMatchObject({ latentShape: [8], bottleneck: { size: 8 } });
});

it('continues after kill -9 and ends with the same weights as an uninterrupted run', async () => {
  const cwd = workFolder();
  const args = ['--no-tui', '--json', '--checkpoint-every', '5', '--seed', '7'];
  const recipe = [...tiny.slice(0, -1), '8', '--batch', '32'];
  const killed = start(cwd, ['train', ...recipe, ...args, '--out', 'a']);
  // With 256 examples in batches of 32, step 19 is in the middle of the third epoch, and has no checkpoint.
  process.kill(await stepsDone(path.join(cwd, 'a'), 19), 'SIGKILL');
  const { code, stderr } = await killed.done;
  expect(code).toBe(1);
  expect(stderr).toContain('Resume it with: speil resume a');
  const listed = await speil(cwd, ['runs', '.', '--json']);
  expect(lastJson(listed)).toMatchObject([{ state: 'crashed' }]);

  const resumed = await speil(cwd, ['train', ...recipe, ...args, '--out', 'a', '--resume']);
  expect(resumed.stderr).toContain('resumed from step');
  const whole = await speil(cwd, ['train', ...recipe, ...args, '--out', 'b']);
  expect([resumed.code, whole.code]).toEqual([0, 0]);
  const [a, b] = ['a', 'b'].map(
    (run) => latestCheckpoint(path.join(cwd, run, 'checkpoints')).checkpoint!,
  );
  expect(a!.step).toBe(64);
  for (const file of ['weights.safetensors', 'optimizer.safetensors']) {
    expect(Buffer.from(a!.files[file]!).equals(b!.files[file]!)).toBe(true);
  }
  const { run: _, examplesPerSecond: __, ...figures } = lastJson(whole) as Record<string, unknown>;
  expect(lastJson(resumed)).toMatchObject(figures);
});

it('says that a resumed run is finished, and trains it further on request', async () => {
  const cwd = workFolder();
  await speil(cwd, ['train', ...tiny, '--out', 'a', '--no-tui']);
  const again = await speil(cwd, ['resume', 'a', '--json']);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('this run is finished');
  expect(lastJson(again)).toMatchObject({ steps: 2 });
  const more = await speil(cwd, ['resume', 'a', '--epochs', '2', '--json']);
  expect(more.code).toBe(0);
  expect(lastJson(more)).toMatchObject({ steps: 4, epochs: 2 });
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  'ends within 5 s on %s, with a checkpoint of its last step and code 130',
  { timeout: 600_000 },
  async (signal) => {
    for (let i = 0; i < campaign(50); i++) {
      const cwd = workFolder();
      const training = start(cwd, ['train', ...endless, '--out', 'a', '--no-tui']);
      await stepsDone(path.join(cwd, 'a'), 3 + i);
      const reported = Date.now();
      // The signal goes in turn to the command and to the trainer, whose process id is in status.json.
      if (i % 2 === 0) training.child.kill(signal);
      else process.kill(readStatus(path.join(cwd, 'a'))!.pid, signal);
      const { code } = await training.done;
      expect(Date.now() - reported).toBeLessThan(5000);
      expect(code).toBe(130);
      const { state, health } = readRun(path.join(cwd, 'a'));
      const { checkpoint, skipped } = latestCheckpoint(path.join(cwd, 'a', 'checkpoints'));
      expect(health).toBe('stopped');
      expect(skipped).toEqual([]);
      expect(checkpoint?.step).toBe(state.step);
    }
  },
);

it('ends at once on a second signal, and can be resumed', async () => {
  const cwd = workFolder();
  const training = start(cwd, ['train', ...endless, '--out', 'a', '--no-tui']);
  const pid = await stepsDone(path.join(cwd, 'a'), 25);
  process.kill(pid, 'SIGINT');
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGINT');
  await training.done;
  const args = ['train', '--out', 'a', '--resume', '--epochs', '6', '--no-tui'];
  expect((await speil(cwd, args)).code).toBe(0);
});

it('rejects a second trainer in the same folder, and names the first one', async () => {
  const cwd = workFolder();
  start(cwd, ['train', ...endless, '--out', 'a', '--no-tui']);
  const pid = await stepsDone(path.join(cwd, 'a'), 2);
  for (const args of [
    [...tiny, '--out', 'a'],
    ['--out', 'a', '--resume'],
  ]) {
    const { code, stderr } = await speil(cwd, ['train', ...args, '--no-tui']);
    expect(code).toBe(1);
    expect(stderr).toContain(`is being written by process ${pid}`);
  }
});

it('stops and exits with 1 once the loss is not a finite number', async () => {
  const cwd = workFolder();
  const set = ['--set', 'learningRate=100', '--set', 'optimizer=sgd', '--set', 'likelihood=mse'];
  const args = ['train', ...tiny.slice(0, -1), '50', ...set, '--out', 'a', '--no-tui', '--json'];
  const outcome = await speil(cwd, args);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toMatch(/speil: .*The loss became (NaN|-?Infinity)/u);
  expect(readRun(path.join(cwd, 'a')).health).toBe('diverged');
  expect(latestCheckpoint(path.join(cwd, 'a', 'checkpoints')).checkpoint).toBeDefined();
  expect(logOf(path.join(cwd, 'a'))).not.toContain('null,"reconstruction"');
});
