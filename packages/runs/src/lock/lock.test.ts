import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { LockedError } from '@speil/api';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/campaign.js';
import { acquireLock } from './lock.js';
import { startTimeOf } from './processes.js';

const token = '00000000-0000-4000-8000-000000000000';

/** A process that has ended: its id is not in use. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

it('a lock refuses a second writer and names the process that holds it', () => {
  const file = path.join(temporaryFolder(), 'lock');
  const lock = acquireLock(file);
  expect(() => acquireLock(file)).toThrow(LockedError);
  expect(() => acquireLock(file)).toThrow(`process ${process.pid}`);
  lock.release();
  lock.release();
  acquireLock(file).release();
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

it('a lock is taken over if its process has ended', () => {
  const file = path.join(temporaryFolder(), 'lock');
  fs.writeFileSync(file, JSON.stringify({ pid: deadPid(), host: os.hostname(), token }));
  const lock = acquireLock(file);
  expect(() => acquireLock(file)).toThrow(LockedError);
  lock.release();
  expect(fs.readdirSync(path.dirname(file))).toEqual([]);
});

it('a lock is taken over if a later process has the same id as its process', (context) => {
  if (startTimeOf(process.pid) === undefined)
    context.skip('only Linux tells when a process started');
  const file = path.join(temporaryFolder(), 'lock');
  const started = 'another boot:1';
  fs.writeFileSync(file, JSON.stringify({ pid: process.pid, host: os.hostname(), started, token }));
  acquireLock(file).release();
});

it('a lock of another machine is never taken over, and the error says which file to delete', () => {
  const file = path.join(temporaryFolder(), 'lock');
  fs.writeFileSync(file, JSON.stringify({ pid: 1, host: 'another', token }));
  expect(() => acquireLock(file)).toThrow(`delete ${file}`);
});

it('a lock that cannot be read is refused', () => {
  const file = path.join(temporaryFolder(), 'lock');
  fs.writeFileSync(file, 'not a lock');
  expect(() => acquireLock(file)).toThrow('does not say who holds it');
});

it('a lock that has been replaced is not removed', () => {
  const file = path.join(temporaryFolder(), 'lock');
  const lock = acquireLock(file);
  fs.writeFileSync(file, JSON.stringify({ pid: 1, host: 'another', token }));
  lock.release();
  expect(fs.existsSync(file)).toBe(true);
});

it('a lock of an ended process is taken over by exactly one of many processes', async () => {
  const file = path.join(temporaryFolder(), 'lock');
  fs.writeFileSync(file, JSON.stringify({ pid: deadPid(), host: os.hostname(), token }));
  const built = new URL('../../dist/lock/lock.js', import.meta.url).href;
  const script = `
    import { acquireLock } from '${built}';
    try { acquireLock(${JSON.stringify(file)}); console.log('held'); } catch (error) { console.log(error.code); }
    process.stdin.resume();`;
  const takers = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = await Promise.all(
    takers.map(async (taker) => {
      const [answer] = (await once(taker.stdout, 'data')) as [Buffer];
      return answer.toString().trim();
    }),
  );
  // All processes stay alive until all have tried, because the lock of an ended process could be taken over again.
  for (const taker of takers) taker.stdin.end();
  await Promise.all(takers.map((taker) => once(taker, 'close')));
  expect(answers.sort()).toEqual(['held', 'locked', 'locked', 'locked', 'locked', 'locked']);
});
