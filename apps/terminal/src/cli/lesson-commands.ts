/** What the lesson teaches, as commands: denoise, upscale, traverse, compare, and the lesson itself. */
import type { Command } from 'commander';
import type { Io } from './io.js';
import { common, fitted } from './latent-commands.js';
import {
  exampleCount,
  listOf,
  numberBetween,
  place,
  seed,
  wholeNumber,
  placeEndingIn,
  folder,
} from './parsers.js';
import { examples, modelHelp, type Run } from './program.js';

export function addLessonCommands(program: Command, io: Io, run: Run): void {
  const command = (name: string, description: string): Command =>
    program.command(name).description(description);

  fitted(
    common(
      command('denoise', 'Denoise images with a denoising model.')
        .argument('<model>', modelHelp)
        .argument('<file...>', 'PNG or JPEG files')
        .option(
          '--corrupt <strength>',
          'corrupt the images first, as in training; 1 is the strength of training',
          numberBetween(0, 10),
        )
        .option('--seed <n>', 'seed of the corruption', seed, 0)
        .option('--invert', 'invert brightness first (black on white becomes white on black)')
        .requiredOption('-o, --out <dir>', 'folder for the images and a montage', place),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil denoise mnist-denoise noisy.png -o out',
        'speil denoise mnist-denoise seven.png --corrupt 1 -o out',
      ),
    )
    .action((model: string, files: readonly string[], options: object) =>
      run(async () => (await import('../commands/restore.js')).denoise(model, files, options, io)),
    );

  fitted(
    common(
      command('upscale', 'Enlarge images with a super-resolution model.')
        .argument('<model>', modelHelp)
        .argument('<file...>', 'PNG or JPEG files of the model’s low resolution')
        .option('--reduce', 'downscale full-size images first, as in training')
        .option('--seed <n>', 'seed of a random downscaling', seed, 0)
        .option('--invert', 'invert brightness first')
        .requiredOption('-o, --out <dir>', 'folder for the images and a montage', place),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil upscale mnist-upscale-2 small.png -o out',
        'speil upscale mnist-upscale-4 seven.png --reduce -o out',
      ),
    )
    .action((model: string, files: readonly string[], options: object) =>
      run(async () => (await import('../commands/restore.js')).upscale(model, files, options, io)),
    );

  fitted(
    common(
      command('traverse', 'Vary one latent dimension at a time: a row of decoded images each.')
        .argument('<model>', modelHelp)
        .option('--from <file>', 'start from the latent code of this image (default: the origin)')
        .option(
          '--dims <list>',
          'which dimensions, such as 0,3,7 (default: the first 16)',
          listOf(wholeNumber(0, 4095)),
        )
        .option('--steps <n>', 'images per row', wholeNumber(2, 101), 9)
        .option('--extent <x>', 'each dimension varies from -x to x', numberBetween(0, 100), 3)
        .option(
          '--label <n>',
          'the class that a conditional model is conditioned on',
          wholeNumber(0, 999),
        )
        .option('--invert', 'invert the brightness of the image first')
        .requiredOption('-o, --out <file>', 'a PNG file', placeEndingIn('.png')),
    ),
  )
    .addHelpText('after', examples('speil traverse mnist-vae --steps 11 -o dimensions.png'))
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/traverse.js')).traverse(model, options, io)),
    );

  fitted(
    common(
      command('compare', 'Compare models with each other and with PCA on the same data.')
        .argument('<model...>', modelHelp)
        .option(
          '--data <name>',
          'a dataset’s name, a folder of PNG or JPEG files, or a .npy or .npz file (default: the training data of each)',
        )
        .option('--data-dir <dir>', 'where datasets are looked for first', folder)
        .option('--limit <n>', 'only n test examples, drawn across the data', exampleCount, 2000)
        .option('--no-pca', 'leave PCA and the mean image out')
        .requiredOption('-o, --out <dir>', 'folder for compare.png and compare.json', place),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil compare mnist-vae mnist-ae-2d -o compared',
        'speil compare runs/a runs/b --no-pca -o compared',
      ),
    )
    .action((models: readonly string[], options: object) =>
      run(async () => (await import('../commands/compare.js')).compare(models, options, io)),
    );

  common(
    command('lesson', 'Train the models of the lesson and show what they learn: images and a page.')
      .option('--quick', 'few epochs on 10,000 digits: minutes instead of an hour')
      .option('--only <chapters>', 'some chapters by their names, with commas', listOf(String))
      .option('--seed <n>', 'seed of every training', seed, 1)
      .option('--limit <n>', 'train on n digits', exampleCount)
      .option('--data-dir <dir>', 'where datasets are looked for first', folder)
      .requiredOption('-o, --out <dir>', 'folder for runs, pictures and index.html', place),
  )
    .addHelpText(
      'after',
      examples('speil lesson --quick -o lesson', 'speil lesson --only denoising,pca -o lesson'),
    )
    .action((options: object) =>
      run(async () => (await import('../commands/lesson.js')).lesson(options, io)),
    );
}
