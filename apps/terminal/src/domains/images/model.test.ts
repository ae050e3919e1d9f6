import * as fs from 'node:fs';
import * as path from 'node:path';
import type { LoadedModel } from '@speil/core';
import type { Picture } from '@speil/images';
import { pictureFileLimit } from '@speil/images/node';
import { expect, it } from 'vitest';
import { UsageError } from '../../io/exit.js';
import { readPicture, refuseTooMany } from './model.js';
import { workFolder } from '../../testing/work-folder.js';

/** The part of a loaded model that is needed for fitting pictures. */
const loaded = {
  spec: { codec: { id: 'image', shape: [28, 28, 1] } },
} as unknown as LoadedModel<Picture>;

it('rejects a file that is too large for a picture, and an endless device', async () => {
  const cwd = workFolder();
  fs.writeFileSync(path.join(cwd, 'a.png'), '');
  fs.truncateSync(path.join(cwd, 'a.png'), pictureFileLimit + 1);
  const read = (name: string): Promise<Picture> => readPicture(name, loaded, { cwd });
  await expect(read('a.png')).rejects.toThrow(
    'a.png is larger than a picture may be: at most 67108864',
  );
  await expect(read('b.png')).rejects.toThrow('Cannot read b.png: it does not exist.');
  await expect(read('.')).rejects.toThrow('Cannot read .: it is a folder, not a file.');
  if (fs.existsSync('/dev/zero')) await expect(read('/dev/zero')).rejects.toThrow('is larger than');
});

it('rejects more pictures than fit in memory', () => {
  expect(() => refuseTooMany(10_000, loaded)).not.toThrow();
  expect(() => refuseTooMany(100_000, loaded)).toThrow(UsageError);
  expect(() => refuseTooMany(100_000, loaded)).toThrow('At most 85598 pictures of 28 x 28 x 1');
});
