/**
 * Scores the outputs for the test set of a network that is written in another language (see `reference.py`).
 *
 *   node tools/music/score.mjs RECIPE DATA_FOLDER FOLDER_OF_ROWS
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowOf } from '@speil/api';
import { NoteScoring, planOfSpec } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { recipes } from '@speil/music/recipes';

const [name, dataDir, folder] = process.argv.slice(2);
const recipe = recipes.find((one) => one.name === name);
if (recipe === undefined || dataDir === undefined || folder === undefined) {
  console.error(`Expected a recipe, a data folder and a folder of rows. Received: ${name}.`);
  process.exit(2);
}
const { converter } = planOfSpec(recipe.model);
const { outputRows, outputDepth } = converter;
const examples = await openExamples(recipe.dataset.name, recipe.model, {
  split: 'test',
  dir: dataDir,
});
for (const way of ['forced', 'free']) {
  const bytes = await readFile(join(folder, `test-${way}.npy`));
  const offset = 10 + bytes.readUInt16LE(8);
  const labels = new Uint16Array(bytes.buffer.slice(bytes.byteOffset + offset));
  const scoring = new NoteScoring(converter);
  for (let i = 0; i < examples.size; i++) {
    const given = new Float32Array(outputRows * outputDepth);
    for (let row = 0; row < outputRows; row++) {
      given[row * outputDepth + labels[i * outputRows + row]] = 1;
    }
    scoring.add(rowOf(examples.read([i]), 0), given);
  }
  console.log(way, JSON.stringify(scoring.scores));
}
