/** `speil embed`. */
import * as path from 'node:path';
import { argument, defineCommand } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { limit, output, withData } from '../../cli/options.js';
import { exitCodes } from '../../io/exit.js';
import { listenForInterruption } from '../../io/signals.js';

export const embed = defineCommand({
  name: 'embed',
  description:
    'Write the latents (embeddings) of a dataset: latents.npy, latents.json, labels.npy.',
  arguments: [argument('<model>', modelHelp)],
  options: { limit, out: output('dir', 'folder for the files'), ...withData },
  examples: [
    'speil embed mnist-vae --split test -o latents',
    'speil embed runs/a --data ./my-pictures --split train -o latents',
  ],
  async run([name], options, io) {
    const { limit = Infinity, out } = options;
    const [core, { CodesWriter }, files, { refuseDeadLink }, { openModelData }, { openEngine }] =
      await Promise.all([
        import('@speil/core'),
        import('../../files/latents-writer.js'),
        import('../../files/files.js'),
        import('../../files/paths.js'),
        import('../../models/latent-space.js'),
        import('../../engines/engines.js'),
      ]);
    const folder = path.resolve(io.cwd, out);
    refuseDeadLink(folder, out);
    const { model, dataset } = await openModelData(name, options, io);
    const { spec } = model.file;
    const engine = await openEngine(io, options);
    const count = Math.min(dataset.size, limit);
    const description = {
      model: spec.name,
      dataset,
      count,
      latentShape: spec.latentShape,
      variational: spec.bottleneck.kind === 'gaussian',
    };
    const interruption = listenForInterruption();
    let writer: InstanceType<typeof CodesWriter> | undefined;
    try {
      const { signal } = interruption;
      for await (const items of core.encodeDataset(model, engine, dataset, { limit, signal })) {
        // The folder is created only now, so that data that do not fit the model leave no folder behind.
        writer ??= new CodesWriter(folder, out, description);
        writer.add(items);
        io.progress.update('encoding', items.start + items.mean.shape[0]!, count);
      }
      files.reportFiles(writer!.commit(), options, io);
      return exitCodes.done;
    } finally {
      writer?.discard();
      interruption.stop();
    }
  },
});
