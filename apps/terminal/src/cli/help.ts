/** Texts that the help of several commands shares. */

/** Explains what MODEL means. */
export const modelHelp =
  'a run (runs/a, runs/a@best, runs/a@500), a model folder, a package, a recipe whose model is shipped, or the address of a music checkpoint';

/** Explains what RUN means. */
export const runHelp = 'a run folder (default: the newest run)';

export const notesFile = 'MIDI, MusicXML or ABC';

/** The examples at the end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
