/** The program: every command with its options and help. The dependencies of a command are loaded when it runs. */
import { nearest } from '@speil/api';
import { Command } from 'commander';
import type { Attachable, Execute } from './cli/command.js';
import { examples } from './cli/help.js';
import { data } from './commands/data/data.js';
import { embed } from './commands/latent/embed.js';
import { grid } from './commands/latent/grid.js';
import { interpolate } from './commands/latent/interpolate.js';
import { reconstruct } from './commands/latent/reconstruct.js';
import { sample } from './commands/latent/sample.js';
import { similar } from './commands/latent/similar.js';
import { traverse } from './commands/latent/traverse.js';
import { lesson } from './commands/lesson/lesson.js';
import { compare } from './commands/models/compare.js';
import { denoise } from './commands/models/denoise.js';
import { evaluate } from './commands/models/eval.js';
import { exportCommand } from './commands/models/export.js';
import { importCommand } from './commands/models/import.js';
import { pack } from './commands/models/pack.js';
import { pull } from './commands/models/pull.js';
import { push } from './commands/models/push.js';
import { upscale } from './commands/models/upscale.js';
import { verify } from './commands/models/verify.js';
import { attributes } from './commands/music/attributes.js';
import { extract } from './commands/music/extract.js';
import { play } from './commands/music/play.js';
import { render } from './commands/music/render.js';
import { pause } from './commands/control/pause.js';
import { resume } from './commands/control/resume.js';
import { runs } from './commands/control/runs.js';
import { stop } from './commands/control/stop.js';
import { watch } from './commands/control/watch.js';
import { bench } from './commands/tools/bench.js';
import { doctor } from './commands/tools/doctor.js';
import { recipes } from './commands/train/recipes.js';
import { train } from './commands/train/train.js';
import type { Io } from './io/io.js';
import { version } from './io/version.js';
import { detectTheme, readable } from './render/theme.js';

/** The commands in the groups and the order in which the help lists them. */
const groups: Readonly<Record<string, readonly Attachable[]>> = {
  Train: [recipes, train, lesson],
  Runs: [runs, watch, resume, pause, stop],
  'Use a model': [
    ...[sample, reconstruct, interpolate, similar, grid, traverse],
    ...[denoise, upscale, evaluate, compare, embed, exportCommand],
  ],
  'Share models': [pack, verify, push, pull, importCommand],
  Music: [extract, attributes, render, play],
  Data: [data],
  System: [doctor, bench],
};

const names = [
  ...Object.values(groups)
    .flat()
    .map(({ name }) => name),
  'help',
];

export function createProgram(io: Io, execute: Execute): Command {
  const program: Command = new Command('speil')
    .description('Train autoencoders, watch and steer them, and look at what they have learned.')
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({
      helpWidth: 100,
      sortOptions: false,
      // Commander's own `help` command is left out, since it needs no entry.
      visibleCommands: ({ commands }) => [...commands],
    })
    .configureOutput({
      // The help is text for people only.
      writeOut: (text) => io.out(readable(text.trimEnd(), detectTheme(io.env))),
      writeErr: (text) => io.err(text.trimEnd()),
      outputError: (text, write) => write(formatError(text, io.argv)),
    });
  for (const [group, commands] of Object.entries(groups)) {
    for (const command of commands) command.attach(program, io, execute).helpGroup(`${group}:`);
  }
  return program.addHelpText(
    'after',
    examples('speil recipes', 'speil train mnist-vae', 'speil watch'),
  );
}

/** Formats an error of commander as one line that ends with advice. */
function formatError(text: string, argv: readonly string[]): string {
  const [, name] = /unknown command '(.*)'/u.exec(text) ?? [];
  if (name !== undefined) return unknownCommand(name);
  const [said, meant] = text.trim().split(/\n\(Did you mean (.*)\?\)$/u);
  if (said!.endsWith('.')) return said!;
  const command = names.includes(argv[0] ?? '') ? ` ${argv[0]}` : '';
  return `${said}.${meant === undefined ? '' : ` Did you mean ${meant}?`} See: speil${command} --help`;
}

/** Suggests commands; commander itself would suggest `stop` for `show`. */
function unknownCommand(name: string): string {
  const near = nearest(name, names).map((one) => `'${one}'`);
  const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  return `error: unknown command '${name}'.${meant} See: speil --help`;
}
