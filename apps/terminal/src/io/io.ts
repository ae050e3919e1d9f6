/**
 * Where a command reads and writes, as values, so that a test can stand in for a terminal. What a program reads goes to
 * `out`; what a person reads goes to `err` whenever `out` may be a pipe.
 */
import { detectTheme, readable } from '../render/theme.js';
import { progressLine, silentProgress, type Progress } from '../report/progress.js';

export interface Io {
  /** A line on stdout. */
  readonly out: (line: string) => void;
  /** A line on stderr. */
  readonly err: (line: string) => void;
  readonly cwd: string;
  /** The command line, without the interpreter and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sees stdout. */
  readonly tty: boolean;
  /** What the command is doing, for a person who sees stderr. */
  readonly progress: Progress;
}

/** Back to the line's start, and what stands there wiped out. */
const lineStart = '\r\u001b[K';

export function processIo(): Io {
  // Who reads only the first lines (`speil runs | head -1`) has closed the pipe: that is no error.
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
  };
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}
