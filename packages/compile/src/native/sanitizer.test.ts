/**
 * The functions of `native.test.ts`, products and results in place once more, in a process whose machine code is checked by AddressSanitizer: no loop reads or
 * writes beside an array.
 */
import { execFile, execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { findToolchain } from './toolchain.js';

const run = promisify(execFile);
const toolchain = await findToolchain();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'native-sanitizer-'));
const here = path.dirname(fileURLToPath(import.meta.url));
const script = path.join(here, '../testing/compile-and-run.mjs');

/** The library of gcc, which a process must load first; undefined if there is none, or another compiler. */
function findLibrary(): string | undefined {
  if (toolchain === undefined || process.platform !== 'linux') return undefined;
  if (/clang/iu.test(toolchain.version)) return undefined;
  const file = execFileSync(toolchain.command, ['-print-file-name=libasan.so'], {
    encoding: 'utf8',
  }).trim();
  return path.isAbsolute(file) ? file : undefined;
}

/** A compiler that checks addresses, and does `before` to the program first. */
function checkingCompiler(name: string, before = ''): string {
  const file = path.join(folder, name);
  const text = `#!/bin/sh
case "$*" in --version) exec ${toolchain!.command} --version ;; esac
${before}
exec ${toolchain!.command} -fsanitize=address -fno-omit-frame-pointer "$@"`;
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}

const library = findLibrary();

describe.skipIf(library === undefined)('machine code with AddressSanitizer', () => {
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const runChecked = (CC: string, args: readonly string[]): Promise<{ stdout: string }> =>
    run(process.execPath, [...args], {
      cwd: path.join(here, '../..'),
      // V8 frees nothing when it ends, which is no leak.
      env: { ...process.env, CC, LD_PRELOAD: library!, ASAN_OPTIONS: 'detect_leaks=0' },
    });

  it('is caught if it writes beside its memory', async () => {
    const small = `sed 's/^#define ARENA .*/#define ARENA 64/' program.c > small.c && mv small.c program.c`;
    const running = runChecked(checkingCompiler('small-cc', small), [script]);
    await expect(running).rejects.toThrow('AddressSanitizer: heap-buffer-overflow');
    expect((await runChecked(checkingCompiler('cc'), [script])).stdout).toBe('8192\n');
  });

  it('reads and writes nothing beside an array, in all functions and their gradients', async () => {
    const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
    const { stdout } = await runChecked(checkingCompiler('cc'), [
      path.join(path.dirname(vitest), 'vitest.mjs'),
      ...[
        'run',
        '--no-color',
        ...['native', 'product-tiles', 'in-place', 'open'].map(
          (name) => `src/native/${name}.test.ts`,
        ),
      ],
    ]);
    // Without a compiler the tests would be skipped.
    expect(stdout).toMatch(/Tests +\d+ passed \(\d+\)/u);
  });
});
