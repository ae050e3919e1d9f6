import * as fs from 'node:fs';
import * as path from 'node:path';
import { UnknownNameError } from '@speil/api';
import { saveCheckpoint } from '@speil/runs';
import { expect, it } from 'vitest';
import { resolveModel } from './resolve.js';
import { findRun } from '../run-control/find-run.js';
import { workFolder } from '../testing/work-folder.js';

it('reports an unknown model like any other unknown name', () => {
  expect(() => resolveModel('no-such-model', { cwd: '/', env: {} })).toThrow(UnknownNameError);
  expect(() => resolveModel('no-such-model', { cwd: '/', env: {} })).toThrow(
    "Unknown model 'no-such-model'. There is no run or model folder of that name",
  );
});

it('suggests the folder for a misspelt path of a model or a run', () => {
  const cwd = workFolder();
  for (const name of ['first', 'other'])
    fs.mkdirSync(path.join(cwd, 'runs', name), { recursive: true });
  expect(() => resolveModel('runs/frist', { cwd, env: {} })).toThrow(
    /^Unknown model 'runs\/frist'\. Did you mean 'runs\/first'\? There is no run or model folder of that name\.$/u,
  );
  expect(() => findRun('runs/frist', 'runs', cwd)).toThrow(
    /frist does not exist\. Did you mean 'runs\/first'\?$/u,
  );
  expect(() => findRun('elsewhere/first', 'runs', cwd)).toThrow(
    /elsewhere.first does not exist\. See: speil runs$/u,
  );
  expect(() => findRun('runs', 'runs', cwd)).toThrow(/no config\.json\. See: speil runs$/u);
});

it('finds a checkpoint of a run by its step, and the best one', () => {
  const cwd = workFolder();
  const run = path.join(cwd, 'runs', 'a');
  fs.mkdirSync(run, { recursive: true });
  fs.writeFileSync(path.join(run, 'config.json'), '{}');
  const model = new TextEncoder().encode('{}');
  for (const [step, best] of [
    [8, true],
    [12, false],
  ] as const) {
    const checkpoints = path.join(run, 'checkpoints');
    saveCheckpoint(checkpoints, { step, files: { 'model.json': model } }, { best });
  }
  const stepOf = (name: string): string =>
    path.basename(resolveModel(name, { cwd, env: {} }).source.name);
  expect(stepOf('runs/a')).toBe('step-000012');
  expect(stepOf('runs/a@best')).toBe('step-000008');
  expect(stepOf('runs/a@8')).toBe('step-000008');
  expect(resolveModel('runs/a@best', { cwd, env: {} }).run).toBe(run);
  expect(() => stepOf('runs/a@9')).toThrow(
    'runs/a has no checkpoint of step 9. Steps with a checkpoint: 8, 12.',
  );
  fs.rmSync(path.join(run, 'checkpoints', 'step-000008'), { recursive: true });
  expect(() => stepOf('runs/a@best')).toThrow('runs/a has no checkpoint of its best epoch.');
  expect(() => stepOf('runs')).toThrow(
    'runs holds runs and is not one itself. Name a run, such as runs/a.',
  );
  // A folder of that name takes precedence over the checkpoint of a run.
  fs.mkdirSync(path.join(cwd, 'runs', 'a@12'));
  expect(() => stepOf('runs/a@12')).toThrow('is neither a run nor a model');
});
