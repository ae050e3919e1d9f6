/** Commands about music alone: extract, attributes, render, play. */
import { Option, type Command } from 'commander';
import type { Io } from './io.js';
import { common, musical } from './latent-commands.js';
import { place, shift, wholeNumber, placeEndingIn, folder } from './parsers.js';
import { examples, type Run } from './program.js';

const notesFile = 'MIDI, MusicXML or ABC';

export function addMusicCommands(program: Command, io: Io, run: Run): void {
  program
    .command('extract')
    .description('Cut a piece of music into windows of a few bars, and list them.')
    .argument('<file>', notesFile)
    .option('--bars <n>', 'bars per window (default: 2)', wholeNumber(1, 1000))
    .option('--hop <n>', 'bars from one window to the next', wholeNumber(1, 1000), 1)
    .addOption(
      new Option('--part <name>', 'which part (default: all)').choices([
        'all',
        'melody',
        'drums',
        'trio',
      ]),
    )
    .option('--model <model>', 'windows in the format of this model')
    .option('--repeats', 'also list windows that repeat an earlier one')
    .option('-o, --out <dir>', 'write each as a MIDI file, and a piano roll of all', place)
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
          'Measure density, syncopation, range and contour; with a model, shift them in latent space.',
        )
        .argument('<file...>', notesFile)
        .option('--bars <n>', 'bars per window', wholeNumber(1, 1000), 2)
        .option('--model <model>', 'the model in whose latent space files are shifted')
        .option(
          '--shift <name=amount>',
          'how far; 1 is the distance from low to high; repeatable',
          shift,
        )
        .option(
          '--fit <name>',
          'a dataset’s name or a folder to find the directions with (default: generated songs)',
        )
        .option('--data-dir <dir>', 'where datasets are looked for first', folder)
        .option('-o, --out <dir>', 'folder for the shifted pieces', place),
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
    .description('Synthesise notes to a WAV file.')
    .argument('<file>', notesFile)
    .option('--rate <n>', 'sample rate in Hz', wholeNumber(8000, 96_000), 44_100)
    .requiredOption('-o, --out <file>', 'the WAV file', placeEndingIn('.wav'))
    .option('--json', 'a JSON object on stdout')
    .addHelpText('after', examples('speil render song.mid -o song.wav'))
    .action((file: string, options: object) =>
      run(async () => (await import('../commands/render.js')).render(file, options, io)),
    );

  program
    .command('play')
    .description('Play notes with a sound player of this machine.')
    .argument('<file>', notesFile)
    .option('--json', 'a JSON object on stdout')
    .addHelpText('after', examples('speil play song.mid'))
    .action((file: string, options: object) =>
      run(async () => (await import('../commands/play.js')).play(file, options, io)),
    );
}
