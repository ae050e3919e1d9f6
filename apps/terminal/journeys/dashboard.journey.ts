import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readStatus } from '@speil/runs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bin,
  campaign,
  endless,
  endWithTest,
  hasProgram,
  stepsDone,
  until,
  workFolder,
} from './harness.js';

/** A tmux server for these tests alone, without the settings and the sessions of the person. */
const socket = `speil-journey-${process.pid}`;

function tmux(...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'C.UTF-8', TMUX: undefined },
  });
  if (status !== 0) throw new Error(`tmux ${args.join(' ')}: ${stderr}`);
  return stdout;
}

interface Terminal {
  /** The lines on the screen. */
  readonly screen: () => string;
  readonly type: (...keys: readonly string[]) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen shows something. */
  readonly shows: (text: string | RegExp) => Promise<string>;
}

/** Starts a shell in a real terminal, in a folder. */
function terminal(
  cwd: string,
  columns = 80,
  rows = 24,
  env: Record<string, string> = {},
): Terminal {
  const name = path.basename(cwd);
  const size = ['-x', String(columns), '-y', String(rows)];
  const set = Object.entries({ CI: '', LANG: 'C.UTF-8', ...env });
  const variables = set.flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  tmux('new-session', '-d', '-s', name, ...size, ...variables, '-c', cwd, 'sh');
  const screen = (): string => tmux('capture-pane', '-p', '-t', name);
  return {
    screen,
    type: (...keys) => void tmux('send-keys', '-t', name, ...keys),
    resize: (x, y) => void tmux('resize-window', '-t', name, '-x', String(x), '-y', String(y)),
    shows: (text) =>
      until(() => {
        const shown = screen();
        return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) && shown;
      }),
  };
}

/** A command that prints its exit code when it has ended. */
function speil(...args: readonly string[]): string {
  return `${process.execPath} ${bin} ${args.join(' ')}; echo code $?`;
}

const started = ['train', ...endless, '--out', 'a'];
const train = speil(...started);

describe.skipIf(!hasProgram('tmux'))('the dashboard in a terminal (needs tmux)', () => {
  // The server ends with its last session, so this session stays open until the end.
  beforeAll(() => void tmux('new-session', '-d', '-s', 'keep', 'sh'));
  afterAll(() => void tmux('kill-server'));

  it('opens, can be left while training continues, attaches again, and stops the training', async () => {
    const cwd = workFolder();
    const { type, shows, screen } = terminal(cwd);
    type(train, 'Enter');
    await shows('total');
    await shows('originals over reconstructions');
    // An escape code for a text colour: one of 16 colours, one of 256, or true colour.
    expect(tmux('capture-pane', '-p', '-e', '-t', path.basename(cwd))).toMatch(
      /\u001b\[([0-9]+;)*(3[1-7]|9[1-7]|38;[25];[0-9;]+)m/u,
    );
    // The terminal has 24 rows, and the last one stays empty.
    expect(screen().split('\n').at(-2)?.trim()).toBe('');
    type('?');
    await shows('beta up and down');
    type('?', '+');
    await shows('β 2');
    type('q');
    await shows('Training continues. Attach again with: speil watch a');
    expect(screen()).not.toContain('originals over');
    const pid = await stepsDone(path.join(cwd, 'a'), 1);
    expect(() => process.kill(pid, 0)).not.toThrow();

    type('clear', 'Enter');
    type(speil('watch', 'a'), 'Enter');
    await shows('β 2');
    type('s');
    await shows('Stop the training? y / n');
    type('y');
    await shows('stopped');
    type('q');
    await shows('code 0');
    expect(readStatus(path.join(cwd, 'a'))?.state).toBe('stopped');
  });

  it('on Ctrl-C stops the training that it started, exits with 130 and says how to resume', async () => {
    const cwd = workFolder();
    const { type, shows } = terminal(cwd);
    type(train, 'Enter');
    await shows('total');
    type('C-c');
    const screen = await shows('code 130');
    expect(screen).toContain('speil resume a');
  });

  it('does the same whenever Ctrl-C comes, even before it reads keys', async () => {
    const attempts = campaign(40);
    for (let i = 0; i < attempts; i++) {
      const cwd = workFolder();
      const { type, shows } = terminal(cwd);
      const command = `${process.execPath} ${bin} ${started.join(' ')}`;
      type(`sh -c 'echo $$ > pid; exec ${command}'; echo code $?`, 'Enter');
      await until(() => readStatus(path.join(cwd, 'a')) !== undefined);
      // The delays cover the time from the start of the run until the dashboard has been loaded and drawn.
      await sleep((i / attempts) * 800);
      process.kill(Number(fs.readFileSync(path.join(cwd, 'pid'), 'utf8')), 'SIGINT');
      const screen = await shows('code 130');
      expect(screen).toContain('speil resume a');
      expect(readStatus(path.join(cwd, 'a'))?.state).toBe('stopped');
    }
  });

  it('follows the size of the terminal without leftovers, down to a few lines of numbers', async () => {
    const cwd = workFolder();
    const { type, shows, resize, screen } = terminal(cwd, 120, 32);
    type(train, 'Enter');
    endWithTest(await stepsDone(path.join(cwd, 'a'), 1));
    await shows('samples of the prior');
    for (const [columns, rows] of [
      [80, 24],
      [100, 40],
      [61, 15],
      [120, 32],
    ] as const) {
      resize(columns, rows);
      // There is one header, one footer on the line before the last, and nothing left over from another size.
      await until(() => {
        const shown = screen();
        const footer = shown.split('\n').findIndex((line) => line.includes('1 overview'));
        const count = (pattern: RegExp): number => shown.match(pattern)?.length ?? 0;
        return (
          footer === rows - 2 && count(/epoch \d+\/10000/gu) === 1 && count(/1 overview/gu) === 1
        );
      });
    }
    resize(30, 8);
    const small = await shows(/^running +0%\ntotal \d/u);
    expect(small.trim().split('\n').length).toBe(7);
    expect(small).toContain('q leave');
    resize(80, 24);
    await shows('1 overview');
    type('q');
    await shows('code 0');
  });

  it('is drawn in plain ASCII if the terminal has no Unicode, and without colour on request', async () => {
    const cwd = workFolder();
    // The terminal is so narrow that lines are cut.
    const { type, shows } = terminal(cwd, 60, 24, { LC_ALL: 'C', NO_COLOR: '1' });
    type(train, 'Enter');
    endWithTest(await stepsDone(path.join(cwd, 'a'), 1));
    const screen = await shows('originals over reconstructions');
    expect(screen).toMatch(/^[\x20-\x7e\n]*~\n[\x20-\x7e\n]*$/u);
    const coloured = tmux('capture-pane', '-p', '-e', '-t', path.basename(cwd));
    // Colour codes are 30 to 38, 40 to 48 and 90 to 107; 39 and 49 mean the terminal's own colours. Bold and underlined
    // are not colours.
    expect(coloured).not.toMatch(/\u001b\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/u);
    expect(coloured).toMatch(/\u001b\[(1;4|4;1)m1 overview/u);
    type('q');
    expect(await shows('code 0')).not.toContain('Warning');
  });

  it('restores the screen when another process ends it', async () => {
    const cwd = workFolder();
    const { type, shows } = terminal(cwd);
    type(`echo before; sh -c 'echo $$ > pid; exec ${train}'`, 'Enter');
    endWithTest(await stepsDone(path.join(cwd, 'a'), 1));
    await shows('1 overview');
    process.kill(Number(fs.readFileSync(path.join(cwd, 'pid'), 'utf8')), 'SIGTERM');
    const screen = await shows('Training continues');
    expect(screen).toContain('before');
    expect(screen).not.toContain('1 overview');
  });
});
