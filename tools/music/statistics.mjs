/**
 * Compares samples of a model with the data: draws the density, repetition and syncopation of both as an SVG.
 *
 *   node tools/music/statistics.mjs CHECKPOINT_FOLDER DATASET DATA_FOLDER OUT.svg [TEMPERATURE [COMPONENTS]]
 *
 * It draws 1,000 samples with seed 1, at temperature 1 by default. They come from the prior or, with COMPONENTS, from a
 * mixture of so many Gaussians. The mixture is fitted to draws from the posteriors of the first 10,000 windows of the
 * training songs, as `speil sample --sampler mixture` does. The data are the windows of the test songs. Repetition is
 * the share of all onsets that occur in both bars.
 */
import { writeFile } from 'node:fs/promises';
import { drawPosterior, loadEngine, fitMixtureSampler, sample } from '@speil/core';
import { fromFolder } from '@speil/core/node';
import { measureAttribute, drumClasses, drumClassTable, loadMusicVae } from '@speil/music';
import { openExamples } from '@speil/music/node';

const [folder, dataset, dataDir, out, temperature = '1', components] = process.argv.slice(2);
if (out === undefined) {
  console.error('Expected a checkpoint, a dataset, a data folder and a file to write to.');
  process.exit(2);
}
const model = await loadMusicVae(fromFolder(folder), {
  engine: await loadEngine('auto', { training: false }),
});
const sampler = components ? await mixture(Number(components)) : undefined;
const drawn = await sample(model, 1000, { temperature: Number(temperature), seed: 1, sampler });
const examples = await openExamples(dataset, model.spec, { split: 'test', dir: dataDir });
const drums = model.converter.type === 'DrumsConverter';
model.dispose();
// The data as the model represents them: each drum at most once per step.
const played = Array.from({ length: examples.size }, (_, i) => known(examples.sequence(i)));

const measures = {
  density: { of: (one) => measureAttribute('density', one), unit: 'onsets a quarter' },
  repetition: { of: repetition, unit: 'share of onsets in both bars' },
  syncopation: { of: (one) => measureAttribute('syncopation', one), unit: 'a bar' },
};
const panels = Object.entries(measures).map(([name, { of, unit }]) => {
  const [data, samples] = [played, drawn].map((all) => all.map(of).sort((a, b) => a - b));
  console.log(name, 'data', told(data), 'samples', told(samples));
  return { name, unit, data, samples };
});
await writeFile(out, svg(panels));

async function mixture(components) {
  const songs = await openExamples(dataset, model.spec, { split: 'train', dir: dataDir });
  const count = Math.min(10_000, songs.size);
  const windows = Array.from({ length: count }, (_, i) => songs.sequence(i));
  const latents = drawPosterior(await model.encode(windows), 1);
  return fitMixtureSampler(latents, { components, seed: 1 });
}

function told(sorted) {
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(2);
  return `${at(0.1)} ${at(0.5)} ${at(0.9)}`;
}

function known(sequence) {
  if (!drums) return sequence;
  const table = drumClassTable();
  const seen = new Map();
  for (const note of sequence.notes) {
    const drum = table[note.pitch];
    if (drum < 0) continue;
    seen.set(`${drum}@${note.quantizedStartStep}`, {
      ...note,
      pitch: drumClasses[drum].pitches[0],
    });
  }
  return { ...sequence, notes: [...seen.values()] };
}

function repetition({ notes }) {
  const half = 16;
  const bars = [new Set(), new Set()];
  for (const { pitch, quantizedStartStep: step } of notes) {
    bars[step < half ? 0 : 1].add(`${pitch}@${step % half}`);
  }
  const [first, second] = bars;
  const both = [...first].filter((onset) => second.has(onset)).length;
  return first.size + second.size === 0 ? 0 : (2 * both) / (first.size + second.size);
}

function svg(all) {
  const [width, height, bins] = [300, 150, 20];
  const drawn = all.map(({ name, unit, data, samples }, at) => {
    const top = Math.max(
      data[Math.floor(data.length * 0.995)],
      samples[Math.floor(samples.length * 0.995)],
    );
    const shares = (sorted) => {
      const counts = Array.from({ length: bins }, () => 0);
      for (const value of sorted) counts[Math.min(bins - 1, Math.floor((value / top) * bins))]++;
      return counts.map((count) => count / sorted.length);
    };
    const [a, b] = [shares(data), shares(samples)];
    const most = Math.max(...a, ...b);
    const x = (bin) => at * (width + 30) + 20 + (bin * width) / bins;
    const y = (share) => 40 + height * (1 - share / most);
    const bars = a
      .map(
        (share, bin) =>
          `<rect x="${x(bin).toFixed(1)}" y="${y(share).toFixed(1)}" width="${width / bins - 1}" height="${(40 + height - y(share)).toFixed(1)}" fill="#b8c4cc"/>`,
      )
      .join('');
    const line = b
      .map((share, bin) => `${x(bin + 0.5).toFixed(1)},${y(share).toFixed(1)}`)
      .join(' ');
    return `${bars}<polyline points="${line}" fill="none" stroke="#b03034" stroke-width="2"/>
<text x="${x(0)}" y="24" font-weight="600">${name}</text>
<text x="${x(0)}" y="${height + 60}">0</text><text x="${x(bins)}" y="${height + 60}" text-anchor="end">${top.toFixed(1)} ${unit}</text>`;
  });
  const total = all.length * (width + 30) + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} 235" font-family="sans-serif" font-size="13" fill="#222">
<rect width="${total}" height="235" fill="#fff"/>
${drawn.join('\n')}
<rect x="20" y="218" width="12" height="10" fill="#b8c4cc"/><text x="38" y="228">${dataset}, test songs</text>
<line x1="200" x2="220" y1="223" y2="223" stroke="#b03034" stroke-width="2"/><text x="226" y="228">1,000 draws of the prior</text>
</svg>
`;
}
