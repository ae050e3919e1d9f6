/** How to go on with a run that has stopped before its end: said by commands and by the dashboard, in the same words. */

/** @param name the run's folder as one would type it here. */
export function resumeHint(name: string): string {
  return `Go on with: speil train --out ${name} --resume`;
}
