/** The sides of a benchmark: processes that are asked for steps in turn, ours over IPC, PyTorch's over stdin. */
import { fork, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Our engines, and tfjs's wasm backend as it is shipped. */
export function engineSide(engine, work, threads) {
  const child = fork(join(here, 'worker.mjs'), [engine, work, String(threads)], {
    stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
  return side(
    child,
    (message) => child.send(message),
    (listener) => child.on('message', listener),
  );
}

/** @param python an interpreter that has torch. */
export function torchSide(python, work, variant, threads) {
  const [model] = work.split(':');
  const name = model === 'decode' ? 'dense' : model;
  const threaded = String(threads);
  const env = {
    ...process.env,
    OMP_NUM_THREADS: threaded,
    MKL_NUM_THREADS: threaded,
    OPENBLAS_NUM_THREADS: threaded,
  };
  delete env.OPENBLAS_CORETYPE;
  const child = spawn(python, [join(here, 'pytorch.py'), name, variant, threaded], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });
  const lines = createInterface({ input: child.stdout });
  const [, count] = work.split(':');
  return side(
    child,
    ({ steps }) =>
      child.stdin.write(`${JSON.stringify({ steps, ...(count && { decode: Number(count) }) })}\n`),
    (listener) => lines.on('line', (line) => listener(JSON.parse(line))),
  );
}

async function side(child, send, listen) {
  const waiting = [];
  const came = [];
  const hand = (message) => {
    const next = waiting.shift();
    if (next === undefined) came.push(message);
    else next(message);
  };
  listen(hand);
  child.once('exit', (code) => hand({ error: `it ended with ${code}` }));
  const next = () => came.shift() ?? new Promise((resolve) => waiting.push(resolve));
  const ready = await next();
  return {
    ready,
    async ask(steps) {
      send({ steps });
      return await next();
    },
    end: () => void child.kill(),
  };
}

/** @returns torch's version under an interpreter, or undefined. */
export function torchVersion(python) {
  const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}
