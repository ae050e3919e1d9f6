/** Cards, figures, checksums and records of a package: what is written is read again, and hostile files are refused. */
import { describe, expect, it } from 'vitest';
import { readCard, setLicence, writeCard, type CardContent } from './card.js';
import { checkSums, readSums, writeSums } from './checksums.js';
import { readResults, writeResults } from './eval-results.js';
import { licenceOf, readLicence } from './licences.js';
import { encode } from './npm-package.js';
import { isModelFile } from './package-files.js';
import { recordTraining, withoutPaths } from './training-record.js';
import { epochEnd, runStart, stepEnd } from '@speil/testing';
import type { RunConfig } from '@speil/api';

const content: CardContent = {
  title: 'birds',
  summary: 'A model of birds.',
  licence: readLicence('cc-by-4.0'),
  tags: ['autoencoder'],
  datasets: ['birds: of the "north"'],
  metrics: ['psnr'],
  facts: [['network', 'two | layers']],
  example: 'load();',
};

describe('a card', () => {
  it('is read as it was written', () => {
    const card = writeCard(content);
    expect(readCard(card, 'birds')).toMatchObject({
      license: 'cc-by-4.0',
      library_name: 'speil',
      datasets: ['birds: of the "north"'],
    });
    expect(card).toContain('| network | two \\| layers |');
  });

  it('keeps fields and text that a person wrote', () => {
    const own =
      writeCard(content).replace('tags:', 'language: nb\ntags:\n  - birds') + 'My words.\n';
    const again = writeCard({ ...content, facts: [['network', 'new']] }, own);
    expect(again).toMatch(/language: nb/u);
    expect(again).toMatch(/My words\.\n$/u);
    expect(again).toContain('| network | new |');
    expect(again).not.toContain('two \\|');
    expect(again.match(/autoencoder/gu)).toHaveLength(1);
  });

  it('written by hand gets front matter and keeps its body', () => {
    expect(setLicence('# Mine\n\nText.\n', readLicence('MIT'))).toBe(
      '---\nlicense: mit\nlibrary_name: speil\n---\n\n# Mine\n\nText.\n',
    );
  });

  it.each([
    ['no front matter', '# Birds\n', /must name a licence in its front matter/u],
    ['no licence', '---\ntags: []\n---\n', /must name a licence in its front matter/u],
    ['an unknown licence', '---\nlicense: free\n---\n', /by its SPDX id.*Received: "free"/u],
    ['a licence that is no text', '---\nlicense: [1]\n---\n', /license/u],
    ['invalid YAML', '---\nlicense: [\n---\n', /is not valid YAML/u],
    ['a list', '---\n- a\n---\n', /is not valid/u],
    [
      'aliases that multiply',
      `---\na: &a [x, x, x, x]\n${'bcdefgh'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(8).fill(`*${'abcdefg'[i]}`).join(', ')}]`)
        .join('\n')}\nlicense: mit\n---\n`,
      /is not valid YAML/u,
    ],
  ])('is refused in one line: %s', (_, text, line) => {
    let message = '';
    try {
      readCard(text, 'birds');
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });
});

describe('a licence', () => {
  it.each([
    ['CC BY-SA 3.0', 'cc-by-sa-3.0', 'CC-BY-SA-3.0'],
    ['CC0 1.0', 'cc0-1.0', 'CC0-1.0'],
    ['apache-2.0', 'apache-2.0', 'Apache-2.0'],
    ['other', 'other', 'SEE LICENSE IN README.md'],
  ])('%s has the spellings of Hugging Face and of npm', (text, hub, npm) => {
    expect(licenceOf(text)).toEqual({ hub, npm });
  });

  it('that is no SPDX id is not guessed', () => {
    expect(licenceOf('none stated')).toBeUndefined();
    expect(licenceOf('GPL-3.0')).toBeUndefined();
  });
});

describe('checksums', () => {
  const files = encode({ 'README.md': 'card', 'model.json': '{}' });

  it('are in the format of sha256sum', () => {
    expect(writeSums(files)).toMatch(
      /^[0-9a-f]{64} {2}README\.md\n[0-9a-f]{64} {2}model\.json\n$/u,
    );
    // printf '{}' | sha256sum
    expect(writeSums(files)).toContain(
      '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a  model.json',
    );
  });

  it('name each file that is changed, missing or new', () => {
    const sums = readSums(writeSums(files), 'birds');
    expect(() => checkSums(files, sums, 'birds')).not.toThrow();
    const changed = encode({ 'README.md': 'another card', 'golden.json': '{}' });
    expect(() => checkSums(changed, sums, 'birds')).toThrow(
      /birds is not what was packed: README\.md, model\.json \(missing\), golden\.json \(not listed\)\./u,
    );
  });

  it.each(['x  model.json\n', `${'0'.repeat(64)}  ../model.json\n`, `${'0'.repeat(64)}  run.sh\n`])(
    'of anything but a model’s files are refused: %j',
    (text) => {
      expect(() => readSums(text, 'birds')).toThrow(/must have a sha256 and the name/u);
    },
  );
});

it('a package holds data only', () => {
  expect(['model.json', 'examples/a-b.mid', 'atlas/grid.png'].every(isModelFile)).toBe(true);
  const others = [
    'index.js',
    'package.json',
    '../model.json',
    'examples/../a.mid',
    '.npmrc',
    'a.py',
  ];
  expect(others.filter(isModelFile)).toEqual([]);
});

it('figures are read as they were written, and others are refused', () => {
  const results = [
    { dataset: { id: 'birds', task_id: 'psnr', split: 'test' }, value: 20.5, date: '2026-12-01' },
  ];
  expect(readResults(writeResults(results), 'birds')).toEqual(results);
  expect(() => readResults('- value: much\n', 'birds')).toThrow(/eval_results\.yaml is not valid/u);
});

describe('the record of a training', () => {
  const config = {
    recipe: { training: { batchSize: 10, epochs: 2 } },
    data: { name: '/home/me/birds', train: { id: 'birds/train', fingerprint: 'f', size: 1000 } },
    engine: 'onnx',
    command: "speil train vae --data /home/me/birds --out 'C:\\me\\runs\\a' --set a=1/2",
    created: '2026-12-01',
    speil: '0.1.0',
  } as unknown as RunConfig;
  const events = [runStart(), ...Array.from({ length: 60 }, (_, i) => stepEnd(i + 1)), epochEnd(1)];

  it('has the losses of the first tenth, at least of twenty steps, and no paths', () => {
    const record = recordTraining(config, events)!;
    expect([record.steps, record.losses.length]).toEqual([200, 20]);
    expect(record.data.name).toBe('birds');
    expect(record.command).toBe('speil train vae --data birds --out a --set a=1/2');
  });

  it('ends where a person steered, and is absent for a training from other weights', () => {
    const steer = { type: 'steer', time: 5, step: 5, command: { type: 'stop' } } as const;
    const steered = [...events.slice(0, 6), steer, ...events.slice(6)] as typeof events;
    expect(recordTraining(config, steered)!.losses).toHaveLength(5);
    expect(recordTraining({ ...config, from: 'runs/a' }, events)).toBeUndefined();
  });

  it('leaves relative paths and fractions of a command as they are', () => {
    expect(withoutPaths('speil train ./a.mjs --data data/birds')).toBe(
      'speil train ./a.mjs --data data/birds',
    );
  });
});
