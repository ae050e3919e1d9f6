/**
 * The packages themselves download a library of 2022 when they are installed. The tests use a package of the same form
 * with the kernels of the cpu backend instead.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../../admission/load.js';
import { engineProviders } from '../registry.js';
import { registerTfjsNodeEngines } from './index.js';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-tfjs-node-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function install(name: string): void {
  const place = path.join(folder, 'node_modules/@tensorflow', name);
  fs.mkdirSync(place, { recursive: true });
  const { resolve } = createRequire(import.meta.url);
  fs.writeFileSync(
    path.join(place, 'index.js'),
    `const tf = require(${JSON.stringify(resolve('@tensorflow/tfjs-core'))});
     const { MathBackendCPU } = require(${JSON.stringify(resolve('@tensorflow/tfjs-backend-cpu'))});
     if (require('node:util').isNullOrUndefined(undefined) !== true) throw new Error('not mended');
     tf.registerBackend('tensorflow', () => new MathBackendCPU());
     for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'tensorflow' });`,
  );
}

describe('the engines of TensorFlow’s own library', () => {
  it('explain how to install them if they are not installed', async () => {
    registerTfjsNodeEngines({ from: folder });
    expect(
      engineProviders()
        .slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['tfjs-node-gpu', 'tfjs-node']);
    await expect(loadEngine('tfjs-node-gpu')).rejects.toThrow(
      'Engine tfjs-node-gpu is not available: it is not installed; npm install @tensorflow/tfjs-node-gpu would bring training on an NVIDIA GPU with CUDA.',
    );
  });

  it('are loaded from the folder where the command runs, patched for newer versions of Node, and pass the self-test', async () => {
    install('tfjs-node');
    install('tfjs-node-gpu');
    registerTfjsNodeEngines({ from: folder });
    const engine = await loadEngine('tfjs-node');
    expect(engine.name).toBe('tfjs-node');
    await expect(loadEngine('tfjs-node-gpu')).rejects.toThrow('this process has tfjs-node already');
  });

  it('are tried before the engines that every machine has', () => {
    const names = engineProviders().map(({ name }) => name);
    expect(names.indexOf('tfjs-node')).toBeLessThan(names.indexOf('wasm'));
  });
});
