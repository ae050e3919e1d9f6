import { spawn, type ChildProcess } from 'node:child_process';
import { expect, it } from 'vitest';
import { openLineRunner } from './runners.js';

/** A runner in another process. It first prints `first`, and runs the code `answer` for each request. */
function child(first: string, answer = ''): ChildProcess & ReturnType<typeof piped> {
  const script = `
    process.stdout.write(${JSON.stringify(first)});
    process.stdin.on('data', (asked) => { ${answer} });`;
  return piped(process.execPath, ['-e', script]);
}

function piped(program: string, args: readonly string[]) {
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
}

const ready = '{"ready":true,"firstMilliseconds":7}\n';

it('a runner gets a line for each request, and its process is gone once it is ended', async () => {
  const process = child(
    `a library's own word\n${ready}`,
    `const { steps } = JSON.parse(asked);
     console.log(JSON.stringify({ times: Array(steps).fill(1.5), cpuOverWall: 1 }));`,
  );
  const runner = await openLineRunner(process);
  expect(runner.firstMilliseconds).toBe(7);
  expect(await runner.ask(2)).toEqual({ times: [1.5, 1.5], cpuOverWall: 1 });
  expect(await runner.ask(1)).toEqual({ times: [1.5], cpuOverWall: 1 });
  await runner.end();
  expect(process.signalCode).toBe('SIGKILL');
  // A second call does nothing.
  await runner.end();
});

it.each([
  ['reports an error', child.bind(null, '{"error":"no such kernel"}\n'), 'no such kernel'],
  ['is a program that does not exist', piped.bind(null, 'no-such-program', []), /ENOENT/u],
  ['ends at once', piped.bind(null, process.execPath, ['-e', 'process.exit(3)']), 'ended with 3'],
])('a runner is rejected if it %s', async (_, start, reason) => {
  await expect(openLineRunner(start())).rejects.toThrow(reason);
});

it('a runner reports a failure during its steps', async () => {
  const runner = await openLineRunner(child(ready, `process.kill(process.pid, 'SIGTERM')`));
  await expect(runner.ask(1)).rejects.toThrow('it ended by SIGTERM');
  const odd = await openLineRunner(child(ready, `console.log('{"times":[]}')`));
  await expect(odd.ask(1)).rejects.toThrow('it sent an invalid message: {"times":[]}');
  await odd.end();
});
