/// <reference types="node" />
/**
 * Engines with TensorFlow's own library under tfjs, for users who install it: `tfjs-node`, and `tfjs-node-gpu`, which
 * trains on an NVIDIA GPU with CUDA. Both packages have had no release since 2024, and download a library of 2022 when
 * they are installed, so they are not dependencies of Speil. They are loaded from the folder where the command runs,
 * and must pass the same self-test as every engine.
 */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { registerEngine } from '../registry.js';
import { createTfjsEngine } from '../tfjs-engine.js';

/** The name of the backend in both packages. A process can use only one of them. */
const backendName = 'tensorflow';

const brings: Readonly<Record<string, string>> = {
  'tfjs-node': 'TensorFlow on the processor',
  'tfjs-node-gpu': 'training on an NVIDIA GPU with CUDA',
};

/** Where the packages of tfjs-node are looked for. */
export interface TfjsNodeOptions {
  /** The folder from which the packages are loaded. Default: the working folder. */
  readonly from?: string;
}

let loaded: string | undefined;

/** Registers both engines for `loadEngine`, before the existing engines. */
export function registerTfjsNodeEngines({ from }: TfjsNodeOptions = {}): void {
  for (const name of Object.keys(brings)) {
    registerEngine({
      name,
      open: async () => {
        load(name, from ?? process.cwd());
        if (!(await tf.setBackend(backendName))) throw new Error('it could not be initialised');
        return createTfjsEngine(name, backendName);
      },
    });
  }
}

function load(name: string, from: string): void {
  if (loaded === name) return;
  if (loaded !== undefined) throw new Error(`this process has ${loaded} already`);
  const require = createRequire(path.join(from, 'package.json'));
  const id = `@tensorflow/${name}`;
  let file: string;
  try {
    file = require.resolve(id);
  } catch (error) {
    throw new Error(`it is not installed; npm install ${id} would bring ${brings[name]}`, {
      cause: error,
    });
  }
  patchUtil(require('node:util') as Record<string, unknown>);
  require(file);
  loaded = name;
}

/** Node 23 removed a function of `util` that both packages call. */
function patchUtil(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === undefined || value === null;
}
