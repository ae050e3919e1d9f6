/** Runs programs and collects their output: for the checks and the release rehearsal, which read what a program prints. */
import { execFile } from 'node:child_process';

/** Programs that run now, so that an interrupted command can end those that it started. */
const running = new Set();

/**
 * Runs a program to its end, even if it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string | undefined>>} [env] in addition to the process's own; undefined removes a
 *   variable.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} the exit code and the output.
 */
export function attempt(command, args, cwd, env = {}) {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 };
  return new Promise((resolve) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      running.delete(child);
      // A program that does not start has printed nothing; its error says why.
      const cause = typeof error?.code === 'string' ? `${error.message}\n` : '';
      resolve({ code: error === null ? 0 : 1, stdout, stderr: stderr || cause });
    });
    running.add(child);
  });
}

/** As `attempt`. @returns stdout. @throws an error with the program's output if it fails. */
export async function run(command, args, cwd, env = {}) {
  const { code, stdout, stderr } = await attempt(command, args, cwd, env);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} failed\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
  );
}

/** Ends the programs that `attempt` and `run` have started and that still run. */
export function endPrograms() {
  for (const child of running) child.kill();
}
