import * as fs from 'node:fs';
import * as path from 'node:path';
import { recipes } from '@speil/images/recipes';
import { expect, it } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { runs } from './runs.js';
import { workFolder } from '../../testing/work-folder.js';

it('lists a run with a long path without widening the other rows', async () => {
  const cwd = workFolder();
  const data = { id: 'a/train', fingerprint: '0'.repeat(64), size: 1 };
  const config = {
    format: 'speil-run',
    formatVersion: 1,
    recipe: recipes[0],
    data: { name: 'a', train: data, validation: null },
    engine: 'cpu',
    created: new Date().toISOString(),
    speil: '0.1.0',
  };
  const names = ['a', 'b'.repeat(200)];
  for (const name of names) {
    fs.mkdirSync(path.join(cwd, name));
    fs.writeFileSync(path.join(cwd, name, 'config.json'), JSON.stringify(config));
  }
  const io = recordedIo({ cwd });
  expect(await runs.run(['.'], {}, io)).toBe(0);
  expect(io.lines.out.map((line) => line.split(/\s+/u)[0]).sort()).toEqual(
    ['RUN', ...names].sort(),
  );
  expect(Math.min(...io.lines.out.map((line) => line.length))).toBeLessThan(100);
});
