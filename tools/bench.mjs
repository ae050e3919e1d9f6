/**
 * `npm run bench`: speed as a ratio to a baseline in the same run. Both sides are processes of their own, asked in turn,
 * so that whatever else the machine does falls on both. `--json` for programs, `--rounds N` (default 9).
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, nxEnv, requireNode, root, runBin } from './lib/setup.mjs';

requireNode();
ensureInstalled();
const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '9' } },
});
const built = await runBin(
  'nx',
  ['run-many', '-t', 'build', '-p', '@speil/images', '--output-style=static'],
  { env: nxEnv },
);
if (built !== 0) process.exit(built);

const batch = 128;
const works = [
  { name: 'dense VAE 784-512-2', recipe: 'dense-512-2', steps: 10 },
  { name: 'dense VAE 784-400-20', recipe: 'mnist-dense-vae', steps: 10 },
  { name: 'conv VAE (Keras example)', recipe: 'mnist-vae', steps: 2 },
];
const sides = [
  { name: 'speil wasm', side: 'mended' },
  { name: 'tfjs-wasm as shipped', side: 'shipped' },
];

const rows = [];
for (const work of works) {
  const running = [];
  for (const side of sides)
    running.push({ ...side, ...(await start(side.side, work.recipe)), times: [] });
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const one of running) {
      if (one.error === undefined) Object.assign(one, await ask(one, work.steps));
    }
  }
  for (const { name, times, error, child } of running) {
    child.kill();
    rows.push(
      error === undefined
        ? measured(work.name, name, times)
        : { work: work.name, engine: name, error },
    );
  }
}
print(rows);

function start(side, recipe) {
  const child = fork(join(root, 'tools/bench/worker.mjs'), [side, recipe], {
    stdio: ['ignore', 'ignore', 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve({ child }));
    child.once('exit', (code) => reject(new Error(`The ${side} side ended with ${code}.`)));
  });
}

async function ask(one, steps) {
  const answer = await new Promise((resolve) => {
    one.child.once('message', resolve);
    one.child.send({ steps });
  });
  if (answer.error !== undefined) return { error: answer.error };
  // A round counts by its median step; the first round warms up.
  const sorted = answer.times.map(({ wall }) => wall).sort((a, b) => a - b);
  const ratio =
    answer.times.reduce((sum, { cpuOverWall }) => sum + cpuOverWall, 0) / answer.times.length;
  return { times: [...one.times, { wall: sorted[sorted.length >> 1], ratio }] };
}

function measured(work, engine, rounds) {
  const walls = rounds
    .slice(1)
    .map(({ wall }) => wall)
    .sort((a, b) => a - b);
  const median = walls[walls.length >> 1];
  return {
    work,
    engine,
    millisecondsAStep: round(median, 1),
    spread: [round(walls[0], 1), round(walls.at(-1), 1)],
    examplesPerSecond: Math.round((batch / median) * 1000),
    cpuOverWall: round(rounds.reduce((sum, { ratio }) => sum + ratio, 0) / rounds.length, 2),
  };
}

function print(results) {
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    date: new Date().toISOString().slice(0, 10),
  };
  if (options.json) {
    console.log(JSON.stringify({ batch, machine, results }, null, 2));
    return;
  }
  console.log(
    `Training steps, batch ${batch}, one thread. Node ${machine.node}, ${machine.cores} cores of ${machine.cpu}, ${machine.date}.\n`,
  );
  console.log('| model | engine | ms a step (least to most) | examples a second | CPU / wall |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const { work, engine, error, ...row } of results) {
    console.log(
      error === undefined
        ? `| ${work} | ${engine} | ${row.millisecondsAStep} (${row.spread.join(' to ')}) | ${row.examplesPerSecond} | ${row.cpuOverWall} |`
        : `| ${work} | ${engine} | cannot train: ${error} | - | - |`,
    );
  }
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
