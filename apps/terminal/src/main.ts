/**
 * The command line: parses the arguments, runs a command, and returns its exit code. A command loads what it needs when
 * it runs, so that `--help`, `recipes` and `runs` answer at once and load neither tfjs nor the dashboard.
 */
import { CommanderError } from 'commander';
import { exitCodes, reportError, type ExitCode } from './io/exit.js';
import { processIo, type Io } from './io/io.js';
import { createProgram } from './program.js';

/** @param argv without the interpreter and the script. @returns the exit code. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let code: ExitCode = exitCodes.done;
  const program = createProgram(io, async (work) => {
    code = await work();
  });
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, io);
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } finally {
    io.progress.end();
  }
}
