import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeFolder } from './make-folder.js';

function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('creates a folder and its parents, and accepts a folder that exists', () => {
  const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(fs.statSync(folder).isDirectory()).toBe(true);
});

it('creates a folder in the target of a link', () => {
  const folder = temporaryFolder();
  fs.symlinkSync(folder, path.join(folder, 'link'));
  makeFolder(path.join(folder, 'link', 'a'));
  expect(fs.existsSync(path.join(folder, 'a'))).toBe(true);
});

it('reports the system’s error if a file has the name of the folder', () => {
  const file = path.join(temporaryFolder(), 'file');
  fs.writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(/EEXIST/u);
  expect(() => makeFolder(path.join(file, 'a'))).toThrow(/ENOTDIR|EEXIST/u);
});

it.skipIf(!fs.existsSync('/proc/self'))('fails if no folder can be created', () => {
  expect(() => makeFolder('/proc/speil/a')).toThrow(/ENOENT/u);
});
