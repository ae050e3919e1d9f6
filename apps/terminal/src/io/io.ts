/**
 * The streams and the environment of a command as values, so that a test can replace the terminal. Output for programs
 * goes to `out`. Output for people goes to `err` if `out` may be a pipe.
 */
import { detectTheme, readable } from '../render/theme.js';
import { progressLine, silentProgress, type Progress } from '../report/progress.js';

export interface Io {
  /** Writes a line to stdout. */
  readonly out: (line: string) => void;
  /** Writes a line to stderr. */
  readonly err: (line: string) => void;
  readonly cwd: string;
  /** The arguments of the command line, without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal. */
  readonly tty: boolean;
  /** Character cells in a line of the terminal; 80 if stdout is not a terminal. */
  readonly columns: number;
  /** Shows what the command is doing, if stderr is a terminal. */
  readonly progress: Progress;
}

/** Moves to the start of the line and erases it. */
const lineStart = '\r\u001b[K';

export function processIo(): Io {
  // A reader of only the first lines (`speil runs | head -1`) closes the pipe, which is not an error.
  process.stdout.on('error', (error: Error) => {
    if (!isClosedPipe(error)) throw error;
    process.exit();
  });
  process.stderr.on('error', (error: Error) => {
    if (!isClosedPipe(error)) throw error;
  });
  const progress = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  const theme = detectTheme(process.env);
  let shown = false;
  const overwrite = (text: string): void => {
    if (text === '' && !shown) return;
    shown = text !== '';
    process.stderr.write(`${lineStart}${text.slice(0, Math.max(0, process.stderr.columns - 1))}`);
  };
  return {
    out: (line) => {
      overwrite('');
      process.stdout.write(`${line}\n`);
    },
    err: (line) => {
      overwrite('');
      process.stderr.write(`${readable(line, theme)}\n`);
    },
    progress: progress ? progressLine({ overwrite }) : silentProgress,
    cwd: process.cwd(),
    argv: process.argv.slice(2),
    env: process.env,
    tty: process.stdout.isTTY === true && process.stdin.isTTY === true,
    columns: process.stdout.columns || 80,
  };
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}
