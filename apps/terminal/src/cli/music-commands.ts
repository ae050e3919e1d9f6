/** Commands about music alone: extract, attributes, render, play. */
import { Option, type Command } from 'commander';
import type { Io } from './io.js';
import { common, musical } from './latent-commands.js';
import { place, shift, wholeNumber } from './parsers.js';
import { examples, type Run } from './program.js';

const notesFile = 'MIDI, MusicXML or ABC';

export function addMusicCommands(program: Command, io: Io, run: Run): void {
  program
    .command('extract')
    .description(
      'List the windows of some bars that a piece of music has, and what they leave out.',
    )
    .argument('<file>', notesFile)
    .option('--bars <n>', 'bars of a window (default: 2)', wholeNumber(1, 1000))
    .option('--hop <n>', 'bars from one window to the next', wholeNumber(1, 1000), 1)
    .addOption(
      new Option('--part <name>', 'what is taken (default: all)').choices([
        'all',
        'melody',
        'drums',
        'trio',
      ]),
    )
    .option('--model <model>', 'windows as this model takes them')
    .option('--repeats', 'also those that repeat an earlier one')
    .option('-o, --out <dir>', 'write each as a MIDI file, and a picture of all', place)
    .option('--json', 'a JSON object on stdout')
    .addHelpText(
      'after',
      examples(
        'speil extract song.mid --bars 2',
        'speil extract song.mid --part drums -o windows',
        'speil extract song.mid --model drums-2bar -o windows',
      ),
    )
    .action((file: string, options: object) =>
      run(async () => (await import('../commands/extract.js')).extract(file, options, io)),
    );

  musical(
    common(
      program
        .command('attributes')
        .description(
          'Count density, syncopation, range and contour; with a model, make more or less of them.',
        )
        .argument('<file...>', notesFile)
        .option('--bars <n>', 'bars of the windows that are counted', wholeNumber(1, 1000), 2)
        .option('--model <model>', 'the model in which files are moved')
        .option('--shift <name=amount>', 'how far; 1 is from little to much, repeatable', shift)
        .option(
          '--fit <name>',
          'a dataset’s name or a folder whose music tells little from much (default: generated songs)',
        )
        .option('--data-dir <dir>', 'where datasets are looked for first')
        .option('-o, --out <dir>', 'folder for what was moved', place),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil attributes a.mid b.mid',
        'speil attributes a.mid --model drums-2bar --shift density=+1 -o denser',
        'speil attributes a.mid --model melody-2bar --shift range=-0.5 --shift contour=1 --fit lieder -o out',
      ),
    )
    .action((files: readonly string[], options: object) =>
      run(async () => (await import('../commands/attributes.js')).attributes(files, options, io)),
    );

  program
    .command('render')
    .description('Turn notes into sound with a small synthesiser: a WAV file.')
    .argument('<file>', notesFile)
    .option('--rate <n>', 'samples a second', wholeNumber(8000, 96_000), 44_100)
    .requiredOption('-o, --out <file>', 'the WAV file', place)
    .option('--json', 'a JSON object on stdout')
    .addHelpText('after', examples('speil render song.mid -o song.wav'))
    .action((file: string, options: object) =>
      run(async () => (await import('../commands/render.js')).render(file, options, io)),
    );

  program
    .command('play')
    .description('Play notes, where the machine has a player of sound files.')
    .argument('<file>', notesFile)
    .option('--json', 'a JSON object on stdout')
    .addHelpText('after', examples('speil play song.mid'))
    .action((file: string, options: object) =>
      run(async () => (await import('../commands/play.js')).play(file, options, io)),
    );
}
