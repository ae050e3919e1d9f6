/** The data on which a command runs a model. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { encodePng } from '@speil/images';
import { expect, it, onTestFinished } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { writeModel } from '../../testing/models.js';
import { resolvePictureModel } from '../../models/resolve.js';
import { openPictureData } from './data.js';

it('has examples of every class despite a limit, and reports unreadable files only once', async () => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-model-data-'));
  onTestFinished(() => fs.rmSync(cwd, { recursive: true, force: true }));
  const pixels = new Uint8Array(784);
  const grey = encodePng({ width: 28, height: 28, channels: 1, pixels });
  for (const label of ['a', 'b', 'c']) {
    fs.mkdirSync(path.join(cwd, 'set', 'train', label), { recursive: true });
    fs.mkdirSync(path.join(cwd, 'set', 'val', label), { recursive: true });
    for (let i = 0; i < 20; i++) {
      fs.writeFileSync(path.join(cwd, 'set', 'train', label, `${i}.png`), grey);
      fs.writeFileSync(path.join(cwd, 'set', 'val', label, `${i}.png`), grey);
    }
  }
  fs.writeFileSync(path.join(cwd, 'set', 'val', 'a', '20.png'), grey.subarray(0, 40));
  const io = recordedIo({ cwd });
  const model = resolvePictureModel(writeModel(cwd, 'model'), io);
  const options = { data: path.join(cwd, 'set'), split: 'test' } as const;
  const open = (limit?: number) =>
    openPictureData(model, limit === undefined ? options : { ...options, limit }, io);
  const { dataset } = await open(12);
  expect([dataset.size, [...new Set(dataset.labels)].sort()]).toEqual([12, [0, 1, 2]]);
  for (let i = 0; i < 2; i++) expect((await open()).dataset.size).toBe(60);
  const skipped = io.lines.err.filter((line) => line.includes('skipped'));
  expect(skipped).toHaveLength(1);
  expect(skipped[0]).toMatch(/^set\/test: skipped 1 file that cannot be read: val\/a\/20\.png is/u);
});
