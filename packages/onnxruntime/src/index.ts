/**
 * The files of onnxruntime-node (MIT, Microsoft), unchanged. When the package onnxruntime-node is installed, it runs a
 * script that downloads libraries for CUDA. If the download is blocked, npm leaves out the whole package, or fails. So
 * `vendor.mjs` copies its files, without that script, into this package before it is packed.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Runtime from 'onnxruntime-common';

const require = createRequire(import.meta.url);
const vendored = fileURLToPath(new URL('../vendor/dist/index.js', import.meta.url));

/** The exports of `onnxruntime-node`. @throws Error if there is no library for this system. */
export function loadOnnxRuntime(): typeof Runtime {
  return require(existsSync(vendored) ? vendored : 'onnxruntime-node') as typeof Runtime;
}
