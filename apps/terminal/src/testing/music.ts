/** For tests of music: a folder with tiny random models and three pieces, and the command line in this process. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { generatedSong, readMidi, writeMidi, type NoteSequence } from '@speil/music';
import { afterAll, expect } from 'vitest';
import { recordedIo } from './io.js';
import { main } from '../main.js';
import { installCheckpoints } from './music-checkpoints.js';

export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Writes two songs, `a.mid` and `b.mid`, and `line.mid`, which has no drums. The folder is removed after the tests of
 * the file that calls this.
 */
export function musicFolder() {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-music-'));
  afterAll(() => fs.rmSync(cwd, { recursive: true, force: true }));
  const folders = installCheckpoints(cwd);
  for (const index of [0, 1]) {
    const song = generatedSong({ index, bars: 8 });
    fs.writeFileSync(path.join(cwd, `${index === 0 ? 'a' : 'b'}.mid`), writeMidi(song));
  }
  const { notes, ...rest } = generatedSong({ index: 2, bars: 8 });
  const line = { ...rest, notes: notes!.filter(({ isDrum }) => !isDrum) };
  fs.writeFileSync(path.join(cwd, 'line.mid'), writeMidi(line));

  const speil = async (...args: readonly string[]): Promise<CommandOutput> => {
    const io = recordedIo({ cwd, env: { XDG_CACHE_HOME: path.join(cwd, 'cache'), PATH: cwd } });
    const code = await main(args, io);
    return { code, out: io.lines.out.join('\n'), err: io.lines.err.join('\n') };
  };
  const filesOf = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { code, out, err } = await speil(...args, '--json');
    expect([code, err]).toEqual([0, '']);
    return (JSON.parse(out) as { files: string[] }).files;
  };
  const read = (file: string): Buffer => fs.readFileSync(path.join(cwd, file));
  const notesOf = (file: string): NoteSequence => readMidi(read(file));
  const barsOf = (file: string): number => {
    const { notes, tempos } = notesOf(file);
    const end = Math.max(...notes!.map(({ endTime }) => endTime!));
    return Math.ceil((end * (tempos?.[0]?.qpm ?? 120)) / 240 - 1e-6);
  };
  return { cwd, folders, speil, filesOf, read, notesOf, barsOf };
}
