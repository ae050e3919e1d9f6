import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Picture } from '@speil/images';
import { expect, it } from 'vitest';
import { recordedIo } from '../testing/io.js';
import { writePicture } from './files.js';
import { outputNames } from './paths.js';
import { trainRequest } from '../training/request.js';
import { workFolder } from '../testing/work-folder.js';

const warn = (line: string): void => expect.fail(line);

it('gives every reconstruction a distinct name, even if two pictures share one', () => {
  expect(outputNames(['a/1.png', 'b/1.PNG', 'pairs.png', '1-2.png'])).toEqual([
    '1.png',
    '1-2.png',
    'pairs-2.png',
    '1-2-2.png',
  ]);
});

it('names the dead link if the output path contains one', async () => {
  const cwd = workFolder();
  fs.symlinkSync(path.join(cwd, 'gone'), path.join(cwd, 'link'));
  const message = `${path.join(cwd, 'link')} is a link to ${path.join(cwd, 'gone')}, which does not exist.`;
  for (const out of ['link', 'link/deep/er']) {
    await expect(trainRequest('mnist-vae', { out }, { cwd, warn })).rejects.toThrow(message);
  }
  const dot: Picture = { width: 1, height: 1, channels: 1, pixels: Uint8Array.of(0) };
  expect(() => writePicture('link/a.png', dot, recordedIo({ cwd }))).toThrow(message);
});

it.skipIf(!fs.existsSync('/proc/self'))('gives up on a folder that cannot be created', () => {
  const picture = { width: 1, height: 1, channels: 1 as const, pixels: new Uint8Array(1) };
  expect(() => writePicture('/proc/speil/a/b.png', picture, recordedIo())).toThrow(
    'Cannot write /proc/speil/a/b.png: no file or folder can be made there.',
  );
});
