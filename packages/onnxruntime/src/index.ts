/**
 * onnxruntime-node (MIT, Microsoft), as it was released. The package of that name runs a script when it is installed, which
 * downloads libraries for CUDA; where that is blocked, npm leaves the whole package out, or fails. `vendor.mjs` puts its
 * files, without the script, beside this one before it is packed.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Runtime from 'onnxruntime-common';

const require = createRequire(import.meta.url);
const vendored = fileURLToPath(new URL('../vendor/dist/index.js', import.meta.url));

/** What `onnxruntime-node` exports. @throws Error where there is no library for this system. */
export function loadOnnxRuntime(): typeof Runtime {
  return require(existsSync(vendored) ? vendored : 'onnxruntime-node') as typeof Runtime;
}
