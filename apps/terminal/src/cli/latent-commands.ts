/** Commands that use a trained model: eval, embed, sample, reconstruct, interpolate, similar, grid, export. */
import { Option, type Command } from 'commander';
import type { Io } from './io.js';
import {
  chords,
  exampleCount,
  extent,
  key,
  numberBetween,
  place,
  seed,
  wholeNumber,
  placeEndingIn,
  folder,
} from './parsers.js';
import { examples, modelHelp, type Run } from './program.js';

export function addLatentCommands(program: Command, io: Io, run: Run): void {
  const command = (name: string, description: string): Command =>
    program.command(name).description(description).argument('<model>', modelHelp);

  withData(
    command('eval', 'Score a model on data: ELBO and its parts, and how close reconstructions are.')
      .option('--samples <k>', 'posterior samples per example', wholeNumber(1, 10_000), 1)
      .option('--limit <n>', 'only n examples, drawn across the data', exampleCount)
      .option('--judge <model>', 'score samples of the model too, with this classifier')
      .option('--draws <n>', 'how many samples, with --judge', wholeNumber(10, 10_000), 2000)
      .option('--seed <n>', 'seed of the samples', seed, 0),
  )
    .addHelpText(
      'after',
      examples(
        'speil eval runs/a',
        'speil eval mnist-vae --data mnist --split test --samples 10 --json',
        'speil eval mnist-cvae --data mnist --split test --judge mnist-classifier',
      ),
    )
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/eval.js')).evaluate(model, options, io)),
    );

  withData(
    command(
      'embed',
      'Write the latent codes (embeddings) of a dataset: codes.npy, codes.json, labels.npy.',
    )
      .option('--limit <n>', 'only n examples, drawn across the data', exampleCount)
      .requiredOption('-o, --out <dir>', 'folder for the files', place),
  )
    .addHelpText(
      'after',
      examples(
        'speil embed mnist-vae --split test -o codes',
        'speil embed runs/a --data ./my-pictures --split train -o codes',
      ),
    )
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/embed.js')).embed(model, options, io)),
    );

  musical(
    fitted(
      common(
        command(
          'sample',
          'Decode samples of the prior, or of a mixture fitted to the latent codes of data.',
        )
          .option('-n, --count <n>', 'how many', wholeNumber(1, 10_000), 16)
          .option('--seed <n>', 'seed of the samples', seed, 0)
          .addOption(
            new Option('--sampler <name>', 'the model’s prior, or a mixture of Gaussians')
              .choices(['prior', 'mixture'])
              .default('prior'),
          )
          .option('--components <n>', 'Gaussians of the mixture (default: 10)', wholeNumber(1, 100))
          .option('--data <name>', 'what the mixture is fitted to (default: the training data)')
          .option('--data-dir <dir>', 'where datasets are looked for first', folder)
          .addOption(
            new Option('--split <part>', 'which part (default: train)').choices(['train', 'test']),
          )
          .option(
            '--limit <n>',
            'only n examples, drawn across the data (default: 10000)',
            wholeNumber(1, 100_000),
          )
          .option(
            '--label <n>',
            'the class that a conditional model is conditioned on (default: each in turn)',
            wholeNumber(0, 999),
          )
          .requiredOption('-o, --out <dir>', 'folder for the samples and a picture of all', place),
      ),
    ),
    'scale of the latent samples (default: 1; for music that of its notes, 0.5)',
  )
    .addHelpText(
      'after',
      examples(
        'speil sample mnist-vae -n 16 --seed 1 -o samples',
        'speil sample mnist-ae-2d --sampler mixture --components 20 --data mnist -o samples',
        'speil sample drums-2bar -n 4 --temperature 0.9 -o beats',
        'speil sample ./multitrack-chords -n 2 --chords "C G Am F" -o bands',
      ),
    )
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/sample.js')).sample(model, options, io)),
    );

  musical(
    fitted(
      common(
        command('reconstruct', 'Encode pictures or music and decode them again.')
          .argument(
            '<file...>',
            'PNG or JPEG, resized to the model’s input; or MIDI, MusicXML or ABC, cut into its bars',
          )
          .option(
            '--label <n>',
            'the class that a conditional model is conditioned on',
            wholeNumber(0, 999),
          )
          .option('--invert', 'invert brightness first (black on white becomes white on black)')
          .requiredOption(
            '-o, --out <dir>',
            'folder for the reconstructions and a picture of pairs',
            place,
          ),
      ),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil reconstruct mnist-vae seven.png -o out',
        'speil reconstruct runs/a *.png --invert -o out',
        'speil reconstruct melody-2bar song.mid -o out',
      ),
    )
    .action((model: string, files: readonly string[], options: object) =>
      run(async () =>
        (await import('../commands/reconstruct.js')).reconstruct(model, files, options, io),
      ),
    );

  musical(
    fromFiles(
      common(
        command('interpolate', 'Interpolate between two images or pieces in latent space.')
          .argument('<from>', 'PNG or JPEG; MIDI, MusicXML or ABC')
          .argument('<to>', 'the other end')
          .option('--steps <n>', 'points on the path, both ends included', wholeNumber(2, 1000), 8)
          .addOption(
            new Option('--method <name>', 'linear or spherical interpolation')
              .choices(['lerp', 'slerp'])
              .default('lerp'),
          )
          .option('--slerp', 'as --method slerp')
          .requiredOption(
            '-o, --out <path>',
            'path.png for one picture, path.mid for one piece of music, else a folder for all',
            place,
          ),
      ),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil interpolate mnist-vae one.png seven.png --steps 10 -o path.png',
        'speil interpolate drums-2bar a.mid b.mid --steps 13 --slerp -o path',
      ),
    )
    .action((model: string, from: string, to: string, options: object) =>
      run(async () =>
        (await import('../commands/interpolate.js')).interpolate(model, from, to, options, io),
      ),
    );

  musical(
    fromFiles(
      common(
        command('similar', 'Variations of one item: samples around its latent code.')
          .argument('<file>', 'PNG or JPEG; MIDI, MusicXML or ABC')
          .option('-n, --count <n>', 'how many', wholeNumber(1, 10_000), 4)
          .option(
            '--distance <d>',
            'from 0, the item itself, to 1, samples of the prior',
            numberBetween(0, 1),
            0.3,
          )
          .option('--seed <n>', 'seed of the samples', seed, 0)
          .requiredOption('-o, --out <dir>', 'folder for the samples and a picture of all', place),
      ),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'speil similar drums-2bar beat.mid -n 4 --distance 0.3 -o variations',
        'speil similar mnist-vae seven.png -n 9 -o variations',
      ),
    )
    .action((model: string, file: string, options: object) =>
      run(async () => (await import('../commands/similar.js')).similar(model, file, options, io)),
    );

  common(
    command('grid', 'Render a 2-D latent space as a grid of decoded images.')
      .option('--size <n>', 'images per side', wholeNumber(1, 100), 20)
      .addOption(
        new Option('--extent <l,r,b,t>', 'left, right, bottom and top of the latent plane')
          .argParser(extent)
          .default([-2, 2, -2, 2], '-2,2,-2,2'),
      )
      .option(
        '--label <n>',
        'the class that a conditional model is conditioned on',
        wholeNumber(0, 999),
      )
      .requiredOption('-o, --out <file>', 'a PNG file', placeEndingIn('.png')),
  )
    .addHelpText('after', examples('speil grid mnist-vae --size 20 -o grid.png'))
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/grid.js')).grid(model, options, io)),
    );

  command(
    'export',
    'Export encoder and decoder to ONNX, TensorFlow.js, safetensors or Magenta, with a model card.',
  )
    .addOption(
      new Option('--to <format>', 'the format')
        .choices(['onnx', 'tfjs', 'safetensors', 'magenta'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--quantize <type>',
        'store weights in one or two bytes, for music (default: four)',
      ).choices(['uint8', 'uint16']),
    )
    .requiredOption('-o, --out <dir>', 'a folder for the files')
    .option('--json', 'a JSON object on stdout')
    .addHelpText(
      'after',
      examples(
        'speil export mnist-vae --to onnx -o mnist-vae-onnx',
        'speil export runs/drums --to magenta --quantize uint8 -o checkpoint',
      ),
    )
    .action((model: string, options: object) =>
      run(async () => (await import('../commands/export.js')).exportTo(model, options, io)),
    );
}

/** What a model of music can be conditioned on. */
export function musical(
  command: Command,
  temperature = 'sampling temperature of a music model (default: 0, the likeliest notes)',
): Command {
  return command
    .option('--temperature <t>', temperature, numberBetween(0, 10))
    .option('--chords <list>', 'for music: chords to condition on, "C G Am F"', chords)
    .option('--key <name>', 'for music: the key, C, F# or Bb', key)
    .option(
      '--qpm <n>',
      'for music: tempo in quarter notes per minute (default: the file’s, or 120)',
      numberBetween(10, 500),
    );
}

/** Options of a command that takes a model through a data set. */
function withData(command: Command): Command {
  return fitted(common(command))
    .option(
      '--data <name>',
      'a dataset’s name, a folder of PNG, JPEG or MIDI files, or a .npy or .npz file (default: the training data)',
    )
    .option('--data-dir <dir>', 'where datasets are looked for first', folder)
    .addOption(
      new Option('--split <part>', 'which part').choices(['train', 'test']).default('test'),
    );
}

/** Of a command that reads pictures. */
export function fitted(command: Command, unsaid = 'as the model’s run was trained'): Command {
  return command.addOption(
    new Option(
      '--fit <how>',
      `pictures of other proportions are stretched (fill), get borders (pad) or are cut (crop) (default: ${unsaid})`,
    ).choices(['fill', 'pad', 'crop']),
  );
}

/** Of a command that begins at a file, or at two. */
function fromFiles(command: Command): Command {
  return fitted(command)
    .option(
      '--label <n>',
      'the class that a conditional model is conditioned on',
      wholeNumber(0, 999),
    )
    .option('--invert', 'invert brightness first')
    .option('--bar <n>', 'for music: the bar of the file to start from', wholeNumber(1, 100_000));
}

/** What every command that loads a model takes. */
export function common(command: Command): Command {
  return command
    .option('--engine <name>', 'auto, onnx, wasm or cpu; see speil doctor', 'auto')
    .option('--json', 'a JSON object on stdout');
}
