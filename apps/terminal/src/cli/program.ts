/** The commands with their options and help; what each does is loaded when it is called. */
import { nearest } from '@speil/api';
import { Command } from 'commander';
import { detectTheme, readable } from '../render/theme.js';
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
  'a run (runs/a, runs/a@best, runs/a@500), a model folder, a package, a recipe whose model is shipped, or the address of a music checkpoint';

export function createProgram(io: Io, run: Run): Command {
  const program: Command = new Command('speil')
    .description('Train autoencoders, watch and steer them, and look at what they have learned.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({
      helpWidth: 100,
      sortOptions: false,
      visibleCommands: (command) =>
        command === program
          ? [...command.commands].sort(
              (a, b) => listed.indexOf(a.name()) - listed.indexOf(b.name()),
            )
          : [...command.commands],
    })
    .configureOutput({
      // Help, and nothing that a program would read.
      writeOut: (text) => io.out(readable(text.trimEnd(), detectTheme(io.env))),
      writeErr: (text) => io.err(text.trimEnd()),
      outputError: (text, write) => write(inOneLine(text, io.argv)),
    });
  addTrainCommand(program, io, run);
  addRunCommands(program, io, run);
  addLatentCommands(program, io, run);
  addMusicCommands(program, io, run);
  addLessonCommands(program, io, run);
  addToolCommands(program, io, run);
  for (const command of program.commands) command.helpGroup(`${groupOf(command.name())}:`);
  return program.addHelpText(
    'after',
    examples('speil recipes', 'speil train mnist-vae', 'speil watch'),
  );
}

/** The commands as the help lists them. */
const groups = {
  Train: ['recipes', 'train', 'lesson'],
  Runs: ['runs', 'watch', 'resume', 'pause', 'stop'],
  'Use a model': [
    ...['sample', 'reconstruct', 'interpolate', 'similar', 'grid', 'traverse'],
    ...['denoise', 'upscale', 'eval', 'compare', 'embed', 'export'],
  ],
  Music: ['extract', 'attributes', 'render', 'play'],
  Data: ['data'],
  System: ['doctor', 'bench', 'help'],
} as const;

const listed: readonly string[] = Object.values(groups).flat();

function groupOf(name: string): string {
  const all = Object.entries(groups) as [string, readonly string[]][];
  return all.find(([, names]) => names.includes(name))?.[0] ?? 'System';
}

/** What commander says of a command line, in one line that ends in what to do. */
function inOneLine(text: string, argv: readonly string[]): string {
  const [, name] = /unknown command '(.*)'/u.exec(text) ?? [];
  if (name !== undefined) return unknownCommand(name);
  const [said, meant] = text.trim().split(/\n\(Did you mean (.*)\?\)$/u);
  if (said!.endsWith('.')) return said!;
  const command = listed.includes(argv[0] ?? '') ? ` ${argv[0]}` : '';
  return `${said}.${meant === undefined ? '' : ` Did you mean ${meant}?`} See: speil${command} --help`;
}

/** Commander's own suggestion takes `stop` for `show`. */
function unknownCommand(name: string): string {
  const near = nearest(name, listed).map((one) => `'${one}'`);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return `error: unknown command '${name}'.${meant} See: speil --help`;
}

/** Examples under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
