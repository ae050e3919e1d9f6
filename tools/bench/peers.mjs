/**
 * The runners of the whole benchmark: our engines and the available peers. The peers are tfjs-wasm as shipped and, in
 * Python, PyTorch, Keras and the BLAS of numpy. The number of threads is fixed for every runner.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  engineRunner,
  engineRunners,
  killSignal,
  openLineRunner,
} from '../../apps/terminal/dist/bench/runners.js';

/**
 * Asks an interpreter for its libraries.
 *
 * @param hasCompiler whether there is a C compiler here.
 * @returns `versions` of the available libraries, null for the rest; `absent` with reasons; `factoriesFor` a work and
 *   threads.
 */
export function peersOf(python, hasCompiler) {
  const found = probe(python);
  const has = (peer) => found[peer].error === undefined;
  const names = { pytorch: 'PyTorch', keras: 'Keras', blas: 'OpenBLAS sgemm' };
  const known = Object.keys(names);
  return {
    versions: Object.fromEntries(
      known.map((peer) => [peer, has(peer) ? found[peer].version : null]),
    ),
    absent: known
      .filter((peer) => !has(peer))
      .map((peer) => ({ peer: names[peer], reason: found[peer].error })),
    factoriesFor: (work, threads) => [
      ...engineRunners(work, threads, { prefix: 'speil ', hasCompiler }),
      ...(threads === 1 ? [engineRunner('tfjs-wasm as shipped', 'shipped', work, 1)] : []),
      ...(has('pytorch') ? variantsOf(work) : []).map((variant) =>
        pythonRunner(python, threads, {
          name: `PyTorch ${found.pytorch.version} ${variant}`,
          script: 'pytorch.py',
          args: [work.name, variant, String(threads)],
          caches: variant.endsWith('compile'),
        }),
      ),
      ...(has('keras') && ['dense', 'conv'].includes(work.name)
        ? [
            pythonRunner(python, threads, {
              name: `Keras ${found.keras.version}`,
              script: 'keras_vae.py',
              args: [work.name, String(threads)],
              env: { KERAS_BACKEND: 'torch' },
            }),
          ]
        : []),
      ...(has('blas') && work.kind === 'product'
        ? [
            pythonRunner(python, threads, {
              name: `numpy ${found.blas.version}`,
              script: 'blas.py',
              args: [String(work.size)],
            }),
          ]
        : []),
    ],
  };
}

/** The variants that users of PyTorch try; the fastest one counts. */
function variantsOf(work) {
  if (work.kind === 'product') return [];
  if (work.kind === 'decoding') return ['eager', 'compile'];
  const variants = ['eager', 'fused', 'fused+compile'];
  const lastChannels = ['fused+channels_last', 'fused+channels_last+compile'];
  return ['conv', 'colour'].includes(work.model) ? [...variants, ...lastChannels] : variants;
}

function pythonRunner(python, threads, { name, script, args, env, caches = false }) {
  return {
    name,
    caches,
    open: (signal, cache) =>
      openLineRunner(
        spawn(python, [join(import.meta.dirname, script), ...args], {
          stdio: ['pipe', 'pipe', 'ignore'],
          env: { ...pinned(threads), ...env, ...(caches && { TORCHINDUCTOR_CACHE_DIR: cache }) },
          killSignal,
          ...(signal && { signal }),
        }),
      ),
  };
}

/** An environment that limits the threads of every library. */
function pinned(threads) {
  const count = String(threads);
  const env = {
    ...process.env,
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  // Kernels that are chosen for another processor or build would not show the peak of this machine.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  return env;
}

function probe(python) {
  const { status, stdout, error } = spawnSync(python, [join(import.meta.dirname, 'probe.py')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: pinned(1),
  });
  if (status === 0) return JSON.parse(stdout.trim().split('\n').at(-1));
  const why = error?.code === 'ENOENT' ? `there is no ${python}` : `${python} failed`;
  return Object.fromEntries(['pytorch', 'keras', 'blas'].map((peer) => [peer, { error: why }]));
}
