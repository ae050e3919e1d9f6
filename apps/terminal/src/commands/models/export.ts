/** `speil export`. */
import * as path from 'node:path';
import {
  argument,
  choice,
  defineCommand,
  requiredChoice,
  requiredOption,
} from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { json } from '../../cli/options.js';
import { exitCodes, UsageError } from '../../io/exit.js';

export const exportCommand = defineCommand({
  name: 'export',
  description:
    'Export encoder and decoder to ONNX, TensorFlow.js, safetensors or Magenta, with a model card.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    to: requiredChoice('--to <format>', 'the format', ['onnx', 'tfjs', 'safetensors', 'magenta']),
    quantize: choice(
      '--quantize <type>',
      'store weights in one or two bytes, for music (default: four)',
      ['uint8', 'uint16'],
    ),
    out: requiredOption('-o, --out <dir>', 'a folder for the files'),
    json,
  },
  examples: [
    'speil export mnist-vae --to onnx -o mnist-vae-onnx',
    'speil export runs/drums --to magenta --quantize uint8 -o checkpoint',
  ],
  async run([name], options, io) {
    const { to, out, json } = options;
    const [{ findModel, isRun }, { openDomain }, { writeBytes, reportFiles }] = await Promise.all([
      import('../../models/resolve.js'),
      import('../../domains/registry/domains.js'),
      import('../../files/files.js'),
    ]);
    const model = findModel(name, {}, io);
    if (isRun(path.resolve(io.cwd, out))) {
      throw new UsageError(
        `${out} is a run: an export there would be taken for a model of it. Choose another -o.`,
      );
    }
    io.progress.update(`exporting to ${to}`);
    const files = await (await openDomain(model.domain)).exportModel(model, options);
    const written = Object.entries(files).map(([file, bytes]) =>
      writeBytes(path.join(out, file), bytes, io),
    );
    if (json) reportFiles(written, { json }, io);
    else io.out(written.join('\n'));
    return exitCodes.done;
  },
});
