import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AbortedError } from '@speil/api';
import { generatedSong, writeMidi } from '@speil/music';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { recordedIo } from '../../testing/io.js';
import { readNotesFile } from './notes-file.js';
import { render } from '../../commands/music/render.js';
import { writeSound } from './sound.js';

let cwd: string;
beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-sound-'));
  onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
});
const write = (name: string, content: string | Uint8Array): void =>
  fs.writeFileSync(path.join(cwd, name), content);
const sampleRate = 8000;

describe('a sound file', () => {
  it('is written one second at a time, with progress for each', async () => {
    const song = generatedSong({ index: 0, bars: 2 });
    write('a.mid', writeMidi(song));
    const reported: string[] = [];
    const progress = {
      update: (what: string, done?: number, total?: number) =>
        void reported.push(`${what} ${done}/${total}`),
      end: () => undefined,
    };
    const io = recordedIo({ cwd, progress });
    const { signal } = new AbortController();
    const { seconds } = await writeSound({ file: 'a.mid', out: 'a.wav', sampleRate, signal }, io);
    // Two bytes per sample after a header of 44 bytes.
    expect(fs.statSync(path.join(cwd, 'a.wav')).size).toBe(44 + 2 * seconds * sampleRate);
    const total = Math.ceil(seconds);
    expect(reported.slice(1)).toEqual(
      Array.from({ length: total }, (_, i) => `rendering seconds ${i + 1}/${total}`),
    );
  });

  it('that is interrupted leaves no file', async () => {
    write('a.mid', writeMidi(generatedSong({ index: 0, bars: 2 })));
    const abort = new AbortController();
    const progress = {
      update: (_: string, done?: number) => done === 2 && abort.abort(),
      end() {},
    };
    const io = recordedIo({ cwd, progress });
    const request = { file: 'a.mid', out: 'a.wav', sampleRate, signal: abort.signal };
    await expect(writeSound(request, io)).rejects.toThrow(AbortedError);
    expect(fs.readdirSync(cwd)).toEqual(['a.mid']);
  });

  it('without notes is reported as silent', async () => {
    write('none.mid', writeMidi({ notes: [] }));
    const io = recordedIo({ cwd });
    expect(await render.run(['none.mid'], { rate: sampleRate, out: 'none.wav' }, io)).toBe(0);
    expect(io.lines).toEqual({
      out: ['none.wav: 0.0 seconds'],
      err: ['none.mid has no notes: the sound is silent.'],
    });
  });
});

it('skipped parts of a file of notes are reported once, with their count', async () => {
  const note = '<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration></note>';
  const odd = '<harmony><root><root-step>C</root-step></root><kind>German</kind></harmony>';
  write(
    'a.musicxml',
    `<score-partwise><part><measure><sound tempo="0"/>${odd}${odd}${note}</measure></part></score-partwise>`,
  );
  const io = recordedIo({ cwd });
  expect((await readNotesFile('a.musicxml', io)).notes).toHaveLength(1);
  expect(io.lines.err).toEqual([
    'a.musicxml: skipped 1 tempo out of range ("0"), 2 unknown chord symbols (first: "C German").',
  ]);
});
