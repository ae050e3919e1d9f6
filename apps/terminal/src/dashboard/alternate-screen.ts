/** The terminal's alternate screen. The main screen and its cursor are restored however the process ends. */

const enter = '\u001b[?1049h\u001b[H';
const leaveAll = '\u001b[?1049l\u001b[?25h';
const clear = '\u001b[2J\u001b[H';

export interface AlternateScreen {
  /** Returns to the main screen; calling it twice is harmless. */
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
  // Erases what was drawn for the previous size before Ink draws again.
  const wipe = (): void => void stdout.write(clear);
  process.on('exit', leave);
  // This runs before Node prints the error, which would otherwise disappear with the alternate screen.
  process.on('uncaughtExceptionMonitor', leave);
  stdout.prependListener('resize', wipe);
  stdout.write(enter);
  return { leave };
}
