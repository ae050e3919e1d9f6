/**
 * Updates the reference of the engines' self-test after a change of its model. Build @speil/core, then run `node
 * tools/lib/self-test-reference.mjs`. The `cpu` engine computes the reference, and self-test.test.ts compares it with
 * finite differences.
 */
import { writeFileSync } from 'node:fs';

const root = new URL('../../packages/core/', import.meta.url);
const load = (file) => import(new URL(`dist/${file}.js`, root).href);
const { loadEngine } = await load('admission/load');
const { selfTestGradients } = await load('admission/self-test');

// Gradients are loaded here: opening an engine for training would compare it with the reference, which does not exist
// yet.
await load('engines/platform/gradients.node');
const gradients = await selfTestGradients(await loadEngine('cpu', { training: false }));

const written = (value) => {
  const rounded = Math.round(value * 1e6) / 1e6 + 0;
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded);
};
const lines = Object.entries(gradients).map(
  ([name, values]) => `  '${name}': [${values.map(written).join(', ')}],`,
);
writeFileSync(
  new URL('src/admission/self-test-reference.ts', root),
  `/** Gradients of the self-test's step on the \`cpu\` engine: sum, and product with the fixed direction. */
export const selfTestReference: Readonly<Record<string, readonly [number, number]>> = {
${lines.join('\n')}
};
`,
);
