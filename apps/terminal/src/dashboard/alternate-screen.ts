/**
 * The terminal's second screen, entered and left by hand. Whatever ends the process, the first screen comes back as it
 * was, with its cursor.
 */

const enter = '\u001b[?1049h\u001b[H';
const leaveAll = '\u001b[?1049l\u001b[?25h';
const clear = '\u001b[2J\u001b[H';

export interface AlternateScreen {
  /** Goes back to the first screen; calling it twice is harmless. */
  leave(): void;
}

export function enterAlternateScreen(stdout: NodeJS.WriteStream): AlternateScreen {
  let left = false;
  const leave = (): void => {
    if (left) return;
    left = true;
    process.off('exit', leave);
    process.off('uncaughtExceptionMonitor', leave);
    stdout.off('resize', wipe);
    stdout.write(leaveAll);
  };
  // What was drawn for another size is wiped before Ink draws again.
  const wipe = (): void => void stdout.write(clear);
  process.on('exit', leave);
  // Before Node prints the error, which would otherwise vanish with the second screen.
  process.on('uncaughtExceptionMonitor', leave);
  stdout.prependListener('resize', wipe);
  stdout.write(enter);
  return { leave };
}
