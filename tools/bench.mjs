/**
 * `npm run bench`: speed as a ratio to peers in the same run. Every side is a process of its own, asked in turn, so that
 * whatever else the machine does falls on all; threads are pinned on every side and CPU time over wall time is told, which
 * shows a side that used more threads than it should.
 *
 * `--json` for programs, `--rounds N` (default 7), `--works a,b` and `--threads 1,2` for a part. `SPEIL_PYTHON` names an
 * interpreter that has torch (default python3); a peer that is not there is named as absent.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureInstalled, nxEnv, requireNode, runBin } from './lib/setup.mjs';

requireNode();
ensureInstalled();
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    works: {
      type: 'string',
      default: 'dense,conv,lstm,decode:1,decode:225,decode:10000,product:1024',
    },
    threads: { type: 'string', default: '1,2' },
  },
});
const built = await runBin(
  'nx',
  ['run-many', '-t', 'build', '-p', '@speil/images', '@speil/compile', '--output-style=static'],
  { env: nxEnv },
);
if (built !== 0) process.exit(built);
const { works } = await import('./bench/models.mjs');
const { engineSide, torchSide, torchVersion } = await import('./bench/peers.mjs');

const python = process.env.SPEIL_PYTHON ?? 'python3';
const torch = torchVersion(python);
const titles = {
  ...Object.fromEntries(
    Object.entries(works).map(([name, { title, batch }]) => [name, `${title}, batch ${batch}`]),
  ),
  'decode:1': 'decode 1 (2-512-784)',
  'decode:225': 'decode 225 (2-512-784)',
  'decode:10000': 'decode 10,000 (2-512-784)',
  'product:1024': 'product 1024 x 1024 x 1024',
};
/** Steps of one round: long enough to measure, short enough to take turns. */
const stepsOf = {
  dense: 12,
  conv: 3,
  lstm: 2,
  'decode:1': 100,
  'decode:225': 40,
  'decode:10000': 3,
  'product:1024': 5,
};

const rows = [];
for (const work of options.works.split(',')) {
  for (const threads of options.threads.split(',').map(Number))
    rows.push(...(await measure(work, threads)));
}
print(rows);

async function measure(work, threads) {
  const sides = [{ name: 'speil onnx', open: () => engineSide('onnx', work, threads) }];
  if (threads === 1) {
    sides.push({ name: 'speil wasm', open: () => engineSide('wasm', work, 1) });
    sides.push({ name: 'tfjs-wasm as shipped', open: () => engineSide('shipped', work, 1) });
  }
  const trains = work in works;
  if (torch !== undefined && !work.startsWith('product')) {
    const variants = [
      'fused',
      ...(trains ? ['fused+compile'] : []),
      ...(work === 'conv' ? ['fused+channels_last'] : []),
    ];
    for (const variant of variants) {
      sides.push({
        name: `PyTorch ${torch} ${variant}`,
        open: () => torchSide(python, work, variant, threads),
      });
    }
  }
  const running = [];
  for (const { name, open } of sides) running.push({ name, ...(await open()), rounds: [] });
  for (let round = 0; round <= Number(options.rounds); round++) {
    for (const one of running) {
      if (one.ready.error !== undefined || one.error !== undefined) continue;
      // tfjs as shipped takes some 12 s for a step of the LSTM.
      const slow = work === 'lstm' && one.name.includes('wasm');
      const answer = await one.ask(slow ? 1 : stepsOf[work]);
      if (answer.error !== undefined) one.error = answer.error;
      else if (round > 0)
        one.rounds.push({ wall: median(answer.times), cpuOverWall: answer.cpuOverWall });
    }
  }
  for (const one of running) one.end();
  return running.map(({ name, ready, error, rounds }) =>
    (ready.error ?? error) === undefined
      ? {
          work,
          threads,
          engine: name,
          ...summary(rounds),
          firstMilliseconds: ready.first && round(ready.first, 0),
        }
      : { work, threads, engine: name, error: ready.error ?? error },
  );
}

function summary(rounds) {
  const walls = rounds.map(({ wall }) => wall).sort((a, b) => a - b);
  return {
    milliseconds: round(median(walls), 3),
    spread: [round(walls[0], 3), round(walls.at(-1), 3)],
    cpuOverWall: round(rounds.reduce((sum, one) => sum + one.cpuOverWall, 0) / rounds.length, 2),
  };
}

function print(results) {
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    date: new Date().toISOString().slice(0, 10),
    torch: torch ?? 'absent',
  };
  if (options.json) {
    console.log(JSON.stringify({ machine, results }, null, 2));
    return;
  }
  console.log(
    `Node ${machine.node}, ${machine.cores} cores of ${machine.cpu}, ${machine.date}, PyTorch ${machine.torch}.\n`,
  );
  console.log('| work | threads | engine | ms (least to most) | times ours | CPU / wall |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const { work, threads, engine, error, milliseconds, spread, cpuOverWall } of results) {
    const ours = results.find(
      (row) => row.work === work && row.threads === threads && row.engine === 'speil onnx',
    );
    const ratio =
      ours?.milliseconds && milliseconds ? round(milliseconds / ours.milliseconds, 2) : '-';
    console.log(
      error === undefined
        ? `| ${titles[work]} | ${threads} | ${engine} | ${milliseconds} (${spread.join(' to ')}) | ${ratio} | ${cpuOverWall} |`
        : `| ${titles[work]} | ${threads} | ${engine} | cannot: ${error} | - | - |`,
    );
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

function round(value, digits) {
  return Number(value.toFixed(digits));
}
