/** The commands with their options and help; what each does is loaded when it is called. */
import { Command } from 'commander';
import type { ExitCode } from './exit.js';
import type { Io } from './io.js';
import { addLatentCommands } from './latent-commands.js';
import { addLessonCommands } from './lesson-commands.js';
import { addMusicCommands } from './music-commands.js';
import { addRunCommands } from './run-commands.js';
import { addToolCommands } from './tool-commands.js';
import { addTrainCommand } from './train-command.js';
import { version } from './version.js';

/** Runs a command's work and keeps its exit code. */
export type Run = (work: () => Promise<ExitCode>) => Promise<void>;

/** What MODEL means, for the help of each command that takes one. */
export const modelHelp =
  'a run folder, a model folder, a package, a recipe whose model is shipped, or the address of a checkpoint of music';

export function createProgram(io: Io, run: Run): Command {
  const program = new Command('speil')
    .description('Train autoencoders, watch and steer them, and look at what they have learned.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: 100, sortOptions: false })
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    });
  addTrainCommand(program, io, run);
  addRunCommands(program, io, run);
  addLatentCommands(program, io, run);
  addMusicCommands(program, io, run);
  addLessonCommands(program, io, run);
  addToolCommands(program, io, run);
  return program.addHelpText(
    'after',
    examples('speil recipes', 'speil train mnist-vae', 'speil watch'),
  );
}

/** Examples under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
