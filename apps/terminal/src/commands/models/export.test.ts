import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { exportCommand } from './export.js';
import { workFolder } from '../../testing/work-folder.js';

it('does not export into a run folder, where the files would look like the run’s model', async () => {
  const cwd = workFolder();
  fs.writeFileSync(path.join(cwd, 'config.json'), '{}');
  const exported = exportCommand.run(['mnist-vae'], { to: 'onnx', out: '.' }, recordedIo({ cwd }));
  await expect(exported).rejects.toThrow('. is a run:');
  expect(fs.readdirSync(cwd)).toEqual(['config.json']);
});
