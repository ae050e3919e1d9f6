/** The C compiler of this machine: finding it, and making an addon with it. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
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
 * Compiles a file to an addon.
 *
 * @throws CompileError `runtime` if the compiler fails or takes too long.
 */
export async function compileAddon(
  { command, flags: given }: Toolchain,
  source: string,
  addon: string,
): Promise<void> {
  try {
    await run(command, [...given, '-I', headers(), source, '-o', addon, '-lm', '-lpthread'], {
      timeout: limit,
      killSignal: 'SIGKILL',
    });
  } catch (error) {
    const { stderr, killed } = error as { stderr?: string; killed?: boolean };
    const reason =
      killed === true
        ? `took longer than ${limit / 1000} s`
        : ((stderr ?? '').split('\n').find((line) => line.includes('error')) ?? 'failed');
    throw new CompileError(
      'runtime',
      `The compiler ${command} could not compile a program: ${reason}`,
      { cause: error },
    );
  }
}
