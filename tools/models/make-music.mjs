/**
 * Turns a run of music into a model package: a checkpoint in bytes, the recipe, golden outputs, examples. The card is
 * written by hand.
 *
 *   node tools/models/make-music.mjs RUN PACKAGE_FOLDER DATA_FOLDER
 *
 * Examples are windows of the test songs that the model rebuilds well, one of each style where the data says styles. Goldens:
 * what the model says of five windows of generated songs, and the notes of five latents.
 */
import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromFiles, loadEngine } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { checkpointFiles, loadMusicVae, loadTrained, noteExamples, writeMidi } from '@speil/music';
import { openExamples, openNotes } from '@speil/music/node';
import { musicGoldenOf } from '@speil/testing/music-golden';

const [run, target, dataDir] = process.argv.slice(2);
if (run === undefined || target === undefined || dataDir === undefined) {
  console.error('Expected a run, a package folder and a data folder.');
  process.exit(2);
}
/** Examples in the package. */
const most = 8;

const checkpoint = await loadTrained(fromFolder(newest(run)));
const files = checkpointFiles(checkpoint, { quantization: 'uint8', bits: true });
const { recipe, data } = JSON.parse(await readFile(join(run, 'config.json'), 'utf8'));
await mkdir(target, { recursive: true });
for (const [name, bytes] of Object.entries(files)) await writeFile(join(target, name), bytes);
await writeFile(join(target, 'recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);

const engine = await loadEngine('wasm', { training: false });
const model = await loadMusicVae(fromFiles(target, files), { engine });
const generated = await openExamples('generated', recipe.model, { split: 'test' });
const golden = await musicGoldenOf(model, generated);
await writeFile(join(target, 'golden.json'), `${JSON.stringify(golden)}\n`);

await rm(join(target, 'examples'), { recursive: true, force: true });
await mkdir(join(target, 'examples'), { recursive: true });
const chosen = await examples();
for (const { name, sequence } of chosen) {
  await writeFile(join(target, 'examples', `${name}.mid`), writeMidi(sequence));
}
model.dispose();
const bytes = Object.values(files).reduce((sum, { length }) => sum + length, 0);
console.log(`${target}: ${bytes} bytes, examples ${chosen.map(({ name }) => name).join(', ')}`);

/** Busy windows that come back note for note, of different songs and styles. */
async function examples() {
  const { songs, ...source } = await openNotes(data.name, { split: 'test', dataDir });
  const found = new Map();
  for (const song of songs) {
    const style = song.style?.split('/')[0] ?? song.id;
    const windows = noteExamples({ ...source, songs: [song] }, recipe.model, { hop: 2, limit: 12 });
    for (let index = 0; index < windows.size; index++) {
      const sequence = windows.sequence(index);
      const { mean } = await model.encode([sequence]);
      const [back] = await model.decode(mean);
      const missed = apart(sequence, back);
      const bars = [0, 1].map((bar) =>
        back.notes.filter(({ quantizedStartStep: step }) => Math.floor(step / 16) === bar),
      );
      const [first, second] = bars.map(
        (notes) => new Set(notes.map(({ quantizedStartStep }) => quantizedStartStep)).size,
      );
      const busy = first + second;
      const pitches = new Set(back.notes.map(({ pitch }) => pitch)).size;
      // Something in both bars, and more than one drum or note over and over.
      if (first < 3 || second < 3 || pitches < 3) continue;
      const score = missed - busy / 20 - Math.min(pitches, 5) / 2;
      if (score < (found.get(style)?.score ?? Infinity)) {
        found.set(style, { score, sequence: back, name: nameOf(style) });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.score - b.score).slice(0, most);
}

function apart(one, other) {
  const onsets = ({ notes }) =>
    new Set(notes.map(({ pitch, quantizedStartStep }) => `${pitch}@${quantizedStartStep}`));
  const [a, b] = [onsets(one), onsets(other)];
  return [...a].filter((x) => !b.has(x)).length + [...b].filter((x) => !a.has(x)).length;
}

/** `Schumann, Clara` as `clara-schumann`. */
function nameOf(text) {
  return text
    .split(', ')
    .reverse()
    .join(' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')
    .slice(0, 40);
}

/** A run's newest checkpoint. */
function newest(path) {
  const checkpoints = join(path, 'checkpoints');
  const last = readdirSync(checkpoints)
    .filter((name) => name.startsWith('step-'))
    .sort()
    .at(-1);
  return join(checkpoints, last);
}
