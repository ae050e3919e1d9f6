/** The command line prints one line for an error, on stderr, and says what comes next. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from './main.js';

let cwd: string;
let out: string;
let err: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'create-speil-'));
  out = err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(cwd, { recursive: true, force: true });
});

it('writes a package and says what comes next', () => {
  expect(main(['rooms', '--data', 'scenes'], cwd)).toBe(0);
  expect(out).toMatch(/^rooms: \d+ files\n\nNext:\n {2}cd rooms\n {2}npm install\n {2}npm test\n/u);
  expect(err).toBe('');
});

it('takes the size and the colour of the pictures', () => {
  const options = ['--data', 'scenes', '--family', 'denoise', '--size', '32', '--grey'];
  expect(main(['rooms', ...options], cwd)).toBe(0);
  const recipe = readFileSync(join(cwd, 'rooms/recipes/index.mjs'), 'utf8');
  expect(recipe).toContain('shape: [32, 32, 1]');
  expect(recipe).toContain("kind: 'corrupted'");
});

it('explains itself', () => {
  expect(main(['--help'], cwd)).toBe(0);
  expect(out).toContain('npm create speil@latest my-model');
  expect(readdirSync(cwd)).toEqual([]);
});

it.each([
  [[], 'One name was expected. Received: none.'],
  [['a', 'b'], 'One name was expected. Received: a b.'],
  [['a', '--color'], "Unknown option '--color'. See: npm create speil@latest -- --help"],
  [['a', '--size', 'large'], '--size must be 8 to 256 pixels'],
  [['a', '--data'], "Option '--data <value>' argument missing. See: "],
])('refuses %j in one line', (argv, message) => {
  expect(main(argv, cwd)).toBe(1);
  expect(err).toContain(`create-speil: ${message}`);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(readdirSync(cwd)).toEqual([]);
});
