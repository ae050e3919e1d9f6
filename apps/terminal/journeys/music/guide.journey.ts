/**
 * Runs every command of docs/guides/music.md, in order and in one folder. Tiny random models of the same kind replace
 * the models that would have to be downloaded.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { generatedSong, writeMidi } from '@speil/music';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordedIo } from '../../src/testing/io.js';
import { main } from '../../src/main.js';
import { installCheckpoints } from '../../src/testing/music-checkpoints.js';

const guide = fs.readFileSync(new URL('../../../../docs/guides/music.md', import.meta.url), 'utf8');
const hosted = 'https://storage.googleapis.com/magentadata/js/checkpoints/music_vae/';

/** The name that `installCheckpoints` gives to the model. */
function tinyName(name: string): string {
  return name.replace(/_small_q2$/u, '').replaceAll('_', '-');
}

const commands = [...guide.matchAll(/^```sh\n(.*?)^```/gmsu)]
  .flatMap(([, block]) => block!.trim().split('\n'))
  .map((line) => line.replace(hosted, '').replace(/\b[a-z]+(?:_[a-z0-9]+)+\b/u, tinyName));

/** The words of a command line. A word in double quotes may contain spaces. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain!);
}

let cwd: string;
beforeAll(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-guide-'));
  installCheckpoints(cwd);
  const song = writeMidi(generatedSong({ index: 0, bars: 4 }));
  fs.writeFileSync(path.join(cwd, 'song.mid'), song);
  return () => fs.rmSync(cwd, { recursive: true, force: true });
});

describe('the guide to music', () => {
  it('has commands', () => {
    expect(commands.length).toBeGreaterThan(12);
    expect(commands.join('\n')).not.toContain('https:');
  });

  it.each(commands.map((command) => [command]))('runs: %s', async (command) => {
    const [npx, speil, ...args] = wordsOf(command);
    expect([npx, speil]).toEqual(['npx', 'speil']);
    const io = recordedIo({ cwd });
    expect([
      await main(args, io),
      io.lines.err.filter((line) => line.startsWith('speil:')),
    ]).toEqual([0, []]);
    const out = args[args.indexOf('-o') + 1]!;
    if (args.includes('-o')) expect(fs.existsSync(path.join(cwd, out))).toBe(true);
  });
});
