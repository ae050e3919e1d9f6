/**
 * Copies the checkpoints of the music scenes into public/. Also writes two bars of each MIDI file in their packages as
 * labels, so that a page can show its corners before a model has arrived, and without a MIDI reader.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidFileError, parseJson } from '@speil/api';
import {
  createConverter,
  extractMelody,
  musicVaeConfigSchema,
  quantize,
  readMidi,
  windows,
} from '@speil/music';
import { argMax } from '@speil/music/patterns';

export const checkpointFiles = ['config.json', 'weights_manifest.json', 'group1-shard1of1'];

/** @param {string} folder a checkpoint with `examples/`. @param {string} served its folder in the site. */
export async function writeExamples(folder, served) {
  const file = path.join(folder, 'config.json');
  const { dataConverter } = parseJson(musicVaeConfigSchema, await readFile(file, 'utf8'), file);
  const converter = createConverter(dataConverter);
  const drums = dataConverter.type === 'DrumsConverter';
  const names = (await readdir(path.join(folder, 'examples'))).filter((name) =>
    name.endsWith('.mid'),
  );
  const examples = await Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(path.join(folder, 'examples', name));
      const song = readMidi(new Uint8Array(bytes), { what: name });
      const notes = song.notes.filter(({ isDrum }) => isDrum === drums);
      const [window] = windows(quantize({ ...song, notes }), { bars: 2 });
      if (window === undefined) throw new InvalidFileError(`${name} in ${folder} has no notes.`);
      const played = drums ? window : extractMelody(window).sequence;
      const pattern = [...argMax(converter.target(played), converter.outputDepth)];
      return { name: path.basename(name, '.mid'), pattern };
    }),
  );
  if (examples.length < 4) {
    throw new Error(`A music scene needs four examples. Found in ${folder}: ${examples.length}.`);
  }
  await writeFile(path.join(served, 'examples.json'), JSON.stringify(examples));
}
