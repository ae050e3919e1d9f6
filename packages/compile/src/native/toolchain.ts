/** The C compiler of this machine: finding it, and making an addon with it. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { CompileError } from '../ir/errors.js';

const run = promisify(execFile);

/** A compiler, and what it says that it is. */
export interface Toolchain {
  /** What is executed, such as `gcc`. */
  readonly command: string;
  /** The first line of its `--version`. */
  readonly version: string;
  /** Its flags, without files. */
  readonly flags: readonly string[];
}

/** Time for a compilation, in milliseconds. */
const limit = 120_000;

const flags = [
  ...['-std=gnu11', '-O3', '-shared', '-fPIC', '-w'],
  process.arch === 'x64' ? '-march=native' : '-mcpu=native',
  // No flag may change what NaN, infinity or the order of sums mean.
  ...['-fopenmp-simd', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast'],
  ...(process.platform === 'darwin'
    ? ['-undefined', 'dynamic_lookup']
    : // Threads of the program may sleep when Node lets go of it.
      ['-Wl,-z,nodelete']),
];

/** The same compiler with flags that halve a compilation, for programs that run less often than a training step. Loops are still vectorized. */
export function quickToCompile(toolchain: Toolchain): Toolchain {
  const less = (flag: string): readonly string[] =>
    flag === '-O3' ? ['-O2', '-ftree-vectorize', '-fvect-cost-model'] : [flag];
  return { ...toolchain, flags: toolchain.flags.flatMap(less) };
}

let found: Promise<Toolchain | undefined> | undefined;

/** The first compiler that answers: that of `CC`, cc, clang or gcc. undefined if there is none, or on Windows. */
export function findToolchain(): Promise<Toolchain | undefined> {
  found ??= search();
  return found;
}

async function search(): Promise<Toolchain | undefined> {
  if (process.platform === 'win32') return undefined;
  const named = process.env['CC'];
  for (const command of [
    ...(named === undefined || named === '' ? [] : [named]),
    'cc',
    'clang',
    'gcc',
  ]) {
    try {
      const { stdout } = await run(command, ['--version'], { timeout: 10_000 });
      return { command, version: stdout.split('\n')[0]!, flags };
    } catch {
      // The next one.
    }
  }
  return undefined;
}

/** Folder of Node-API's headers. */
function headers(): string {
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve('node-api-headers/package.json')), 'include');
}

/**
 * Compiles a program to an addon.
 *
 * @param folder an empty folder for all files. It is also deleted if this process is killed.
 * @returns the addon's path.
 * @throws CompileError `runtime` if the compiler fails or takes too long.
 */
export async function compileAddon(
  source: string,
  { command, flags: given }: Toolchain,
  folder: string,
): Promise<string> {
  await writeFile(path.join(folder, 'program.c'), source);
  // Paths are relative, since the compiler writes them into the addon, and the same program should be the same file.
  const files = ['-I', headers(), 'program.c', '-o', 'program.node', '-lm', '-lpthread'];
  const failure = await guarded(folder, [command, ...given, ...files]);
  if (failure !== undefined) {
    throw new CompileError(
      'runtime',
      `The compiler ${command} could not compile a program: ${failure}`,
    );
  }
  return path.join(folder, 'program.node');
}

/**
 * Runs a compiler, which starts processes of its own, and ends all of them when its input closes. That happens when Node
 * runs out of patience, and also when Node is killed, at which it can do nothing itself. The first argument is the folder
 * to delete, the others are the command.
 */
const guard = `
folder=$1
shift
exec 3<&0
{
  read -r _ <&3
  trap '' TERM
  kill -s TERM -- -$$
  rm -rf -- "$folder"
  kill -s KILL -- -$$
} >/dev/null 2>&1 &
waiting=$!
"$@" </dev/null 3<&-
status=$?
kill -s KILL $waiting
exit $status`;

/** @returns why the command failed; undefined if it did not. */
async function guarded(folder: string, command: readonly string[]): Promise<string | undefined> {
  const child = spawn('/bin/sh', ['-c', guard, 'sh', folder, ...command], {
    cwd: folder,
    // The compiler's temporary files are deleted with the folder too.
    env: { ...process.env, TMPDIR: folder },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A process group of its own, which the guard ends.
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.stdin.destroy();
  }, limit);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (isLate) return `took longer than ${limit / 1000} s`;
    if (code === 0) return undefined;
    return said.split('\n').find((line) => line.includes('error')) ?? 'failed';
  } finally {
    clearTimeout(timer);
  }
}
