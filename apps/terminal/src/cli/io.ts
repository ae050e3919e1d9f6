/**
 * Where a command reads and writes, as values, so that a test can stand in for a terminal. What a program reads goes to
 * `out`; what a person reads goes to `err` whenever `out` may be a pipe.
 */
export interface Io {
  /** A line on stdout. */
  readonly out: (line: string) => void;
  /** A line on stderr. */
  readonly err: (line: string) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sees stdout. */
  readonly tty: boolean;
}

export function processIo(): Io {
  // Who reads only the first lines (`speil runs | head -1`) has closed the pipe: that is no error.
  process.stdout.on('error', (error: Error) => {
    if (!isClosedPipe(error)) throw error;
    process.exit();
  });
  process.stderr.on('error', (error: Error) => {
    if (!isClosedPipe(error)) throw error;
  });
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    cwd: process.cwd(),
    env: process.env,
    tty: process.stdout.isTTY === true && process.stdin.isTTY === true,
  };
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}
