/** `speil import`: a model that another library trained. */
import * as path from 'node:path';
import { argument, choice, defineCommand, option, requiredOption } from '../../cli/command.js';
import { json } from '../../cli/options.js';
import { outputPath, pictureShape } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const importCommand = defineCommand({
  name: 'import',
  description:
    'Make a model from an encoder and a decoder of Keras, TensorFlow.js or ONNX, from PyTorch weights in safetensors, or from a MusicVAE of magenta-js.',
  arguments: [
    argument(
      '<files...>',
      'encoder and decoder (.keras, .onnx, model.json), one .safetensors, or the folder of a MusicVAE',
    ),
  ],
  options: {
    out: requiredOption('-o, --out <dir>', 'a new folder for the model', outputPath),
    mapping: option(
      '--mapping <file>',
      'for safetensors: the model, and the tensor of each of its variables, as JSON',
    ),
    name: option('--name <name>', 'the model’s name (default: the folder’s)'),
    shape: option(
      '--shape <shape>',
      'of the pictures, 28x28x1, if the encoder takes vectors (default: square and grey)',
      pictureShape,
    ),
    likelihood: choice(
      '--likelihood <name>',
      'how outputs are scored (default: bernoulli after a sigmoid, else mse)',
      ['bernoulli', 'gaussian', 'mse'],
    ),
    json,
  },
  examples: [
    'speil import encoder.keras decoder.keras -o my-vae',
    'speil import vae.safetensors --mapping vae.json -o my-vae',
    'speil import mel_2bar_small -o my-melody',
  ],
  async run([files], { out, mapping, shape, likelihood, name, json }, io) {
    const [{ importModel }, { refuseFull, writeFolder }, { formatCount }, { countParameters }] =
      await Promise.all([
        import('../../importing/import-model.js'),
        import('../../files/replace-files.js'),
        import('../../report/format.js'),
        import('@speil/core/spec'),
      ]);
    const folder = path.resolve(io.cwd, out);
    refuseFull(folder, out);
    const imported = await importModel(
      files,
      {
        name:
          name ??
          path
            .basename(folder)
            .toLowerCase()
            .replaceAll(/[^a-z0-9-]+/gu, '-'),
        ...(mapping !== undefined && { mapping }),
        ...(shape !== undefined && { shape }),
        ...(likelihood !== undefined && { likelihood }),
      },
      io,
    );
    writeFolder(folder, out, imported.files);
    const { spec } = imported;
    const what = `${spec.family}, ${formatCount(countParameters(spec))} parameters, ${imported.what}`;
    if (json) io.out(JSON.stringify({ folder: out, spec }));
    else io.out(`${out}: ${what}. Try it: speil ${imported.next.replace('OUT', out)}`);
    return exitCodes.done;
  },
});
