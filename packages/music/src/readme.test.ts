/**
 * Runs the README's example that loads a checkpoint from a URL. Only the URL is changed, to a server that provides a
 * tiny random checkpoint.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { checkpointFiles } from './checkpoints/write.js';
import { randomCheckpoint } from './testing/official.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const address = 'https://example.org/mel_2bar_small';

it('the README’s example that loads a checkpoint from a URL runs', async () => {
  const [, example] = /^```ts\n(.*?fromUrl.*?)^```/msu.exec(readme)!;
  const dataConverter = {
    type: 'MelodyConverter',
    args: { numSteps: 32, minPitch: 21, maxPitch: 108 },
  } as const;
  const sizes = {
    ...{ latent: 3, sigma: true, encoder: [5], conductor: [], controls: null },
    decoders: [{ units: [6], nade: null }],
  };
  const files = checkpointFiles(randomCheckpoint({ type: 'MusicVAE', dataConverter }, sizes, 1));
  const served: string[] = [];
  const server = createServer((request, response) => {
    const name = request.url!.slice(1);
    served.push(name);
    response.statusCode = files[name] === undefined ? 404 : 200;
    response.end(files[name]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The script is in a folder next to the packages, so that its imports are resolved.
  const folder = mkdtempSync(join(fileURLToPath(new URL('..', import.meta.url)), 'readme-'));
  try {
    const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const program = `${example!.replace(address, here)}\nconsole.log(midi.length, midi[0][0]);\n`;
    expect(program).not.toContain(address);
    writeFileSync(join(folder, 'example.mjs'), program);
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mjs')]);
    // Eight files that begin with M, the first letter of a MIDI header.
    expect(stdout.trim()).toBe('8 77');
    expect(served).toEqual(expect.arrayContaining(Object.keys(files)));
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
