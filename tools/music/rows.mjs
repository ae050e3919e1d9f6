/**
 * Writes the training and test rows of a recipe, for a network that is written in another language.
 *
 *   node tools/music/rows.mjs RECIPE DATA_FOLDER OUT_FOLDER
 *
 * Writes `{train,test}-inputs.npy` (uint8 `[n, rows, depth in]`), `{train,test}-labels.npy` (uint16 `[n, rows]`, the
 * class of the output), and `settings.json`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planOfSpec } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { recipes } from '@speil/music/recipes';

const [name, dataDir, out] = process.argv.slice(2);
const recipe = recipes.find((one) => one.name === name);
if (recipe === undefined || dataDir === undefined || out === undefined) {
  console.error(`Expected a recipe, a data folder and a folder to write to. Received: ${name}.`);
  process.exit(2);
}
await mkdir(out, { recursive: true });
const { converter, sizes } = planOfSpec(recipe.model);
const { inputRows, inputDepth, outputRows, outputDepth } = converter;
for (const split of ['train', 'test']) {
  const examples = await openExamples(recipe.dataset.name, recipe.model, { split, dir: dataDir });
  const inputs = new Uint8Array(examples.size * inputRows * inputDepth);
  const labels = new Uint16Array(examples.size * outputRows);
  for (let i = 0; i < examples.size; i++) {
    inputs.set(examples.inputs([i]).values, i * inputRows * inputDepth);
    const { values } = examples.read([i]);
    for (let row = 0; row < outputRows; row++) {
      labels[i * outputRows + row] = values
        .subarray(row * outputDepth, (row + 1) * outputDepth)
        .indexOf(1);
    }
  }
  await writeFile(
    join(out, `${split}-inputs.npy`),
    npy(inputs, [examples.size, inputRows, inputDepth], '|u1'),
  );
  await writeFile(
    join(out, `${split}-labels.npy`),
    npy(labels, [examples.size, outputRows], '<u2'),
  );
  console.log(`${examples.id}: ${examples.size} examples`);
}
const { latent, encoder, decoders } = sizes;
await writeFile(
  join(out, 'settings.json'),
  JSON.stringify({
    latent,
    encoder: encoder[0],
    decoder: decoders[0].units[0],
    classes: outputDepth,
    feedback: decoders[0].feedback ?? 'row',
    freeNats: recipe.model.objective.freeBits?.nats ?? 0,
    training: recipe.training,
  }),
);

/** Version 1.0 of NumPy's format. */
function npy(values, shape, descr) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\u0093NUMPY', 'latin1');
  head[6] = 1;
  head.writeUInt16LE(header.length, 8);
  return Buffer.concat([head, Buffer.from(header, 'latin1'), Buffer.from(values.buffer)]);
}
