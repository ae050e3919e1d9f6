/**
 * `npm run bench`: compares our speed with that of peers, in the same run and with the harness of `speil bench`. A
 * missing peer is reported as absent. A runner that compiles is started twice, so that its first step is also measured with a
 * warm cache; the largest resident memory is that of its own process.
 *
 * Options: `--json` for programs, `--rounds N` (default 7), and `--works a,b` and `--threads 1,2` to run only a part.
 * `SPEIL_PYTHON` names an interpreter with torch, keras and numpy, or with some of them (default python3).
 */
import { parseArgs } from 'node:util';
import { ensureInstalled, nxEnv, requireNode, runBin } from './lib/setup.mjs';

requireNode();
ensureInstalled();
const build = ['run-many', '-t', 'build', '-p', '@speil/terminal', '--output-style=static'];
const built = await runBin('nx', build, { env: nxEnv });
if (built !== 0) process.exit(built);

const ours = '../apps/terminal/dist';
const { describeMachine, readMachine } = await import(`${ours}/bench/machine.js`);
const { measureAll } = await import(`${ours}/bench/measure.js`);
const { columnsOf, markdown, findDoubts } = await import(`${ours}/bench/table.js`);
const { defaultBenchmarks, findBenchmark } = await import(`${ours}/bench/benchmarks.js`);
const { listOf, wholeNumber } = await import(`${ours}/cli/parsers.js`);
const { listenForInterruption } = await import(`${ours}/io/signals.js`);
const { findToolchain } = await import('../packages/compile/dist/entries/node.js');
const { bestColumn, besideBest, keptOf } = await import('./bench/compare.mjs');
const { peersOf } = await import('./bench/peers.mjs');

const { json, works, threads, rounds } = getOptions();
const interruption = listenForInterruption();
const hasCompiler = (await findToolchain()) !== undefined;
const peers = peersOf(process.env.SPEIL_PYTHON ?? 'python3', hasCompiler);
const machine = { ...readMachine(), ...peers.versions };
let rows;
try {
  rows = await measureAll({
    works,
    threads,
    rounds,
    factoriesFor: peers.factoriesFor,
    notice: (line) => console.error(line),
    signal: interruption.signal,
  });
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  console.error('bench: interrupted');
  process.exit(130);
}
interruption.stop();
const results = besideBest(rows);
const kept = keptOf(results);
const { absent } = peers;
if (json) console.log(JSON.stringify({ machine, results, kept, absent }, null, 2));
else {
  console.log(`${describeMachine(machine)}.\n`);
  for (const line of markdown(results, columnsOf(results, [bestColumn]))) console.log(line);
  console.log('');
  for (const { name, title } of works) console.log(`- ${name}: ${title}.`);
  for (const { work, threads: count, engine } of kept)
    console.log(`- Best for ${work} with ${count} thread${count === 1 ? '' : 's'}: ${engine}.`);
  for (const { peer, reason } of absent) console.log(`- Absent: ${peer} (${reason}).`);
  for (const line of findDoubts(rows)) console.log(`- ${line}`);
}

/** Ends the process with a one-line message if the command line is wrong. */
function getOptions() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '7' },
        works: { type: 'string', default: defaultBenchmarks.join(',') },
        threads: { type: 'string', default: '1,2' },
      },
    });
    return {
      json: values.json,
      rounds: wholeNumber(1, 1000)(values.rounds),
      works: listOf(findBenchmark)(values.works),
      threads: listOf(wholeNumber(1, 256))(values.threads),
    };
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}
