/** Every shipped model is a package as `speil pack` writes it: checksums, a card with a licence, and figures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSums, readCard, readModelFiles, readResults, readSums } from '@speil/terminal/golden';
import { describe, expect, it } from 'vitest';
import { published } from './workspace.js';

const models = published.filter(({ name }) => name.startsWith('@speil/model-'));

describe.each(models.map(({ name, dir }) => [name, dir] as const))('%s', (name, dir) => {
  const text = (file: string): string => readFileSync(join(dir, file), 'utf8');

  it('has the checksums of its files (after an edit: npx speil pack FOLDER)', () => {
    checkSums(readModelFiles(dir), readSums(text('SHA256SUMS'), name), name);
  });

  it('has a card with a licence and its data, and figures in the format of Hugging Face', () => {
    const card = readCard(text('README.md'), name);
    expect(card).toMatchObject({ library_name: 'speil', datasets: [expect.any(String)] });
    const results = readResults(text('eval_results.yaml'), name);
    expect(results.map(({ dataset }) => dataset.id)).toContain(card.datasets![0]);
  });

  it('publishes all of it', () => {
    const { files } = JSON.parse(text('package.json')) as { files: string[] };
    for (const file of Object.keys(readModelFiles(dir))) {
      expect(files).toContain(file.split('/')[0]);
    }
  });
});
