/**
 * `speil verify`: whether a packaged model is what was packed, and computes here what it computed there: checksums, the
 * card, golden outputs on every engine of this machine and, with `--retrain`, the beginning of its training.
 */
import { argument, defineCommand, option } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { dataDir, json, trainingData } from '../../cli/options.js';
import { share } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const verify = defineCommand({
  name: 'verify',
  description:
    'Check a packaged model: its checksums and card, its golden outputs on this machine’s engines, and with --retrain the beginning of its training.',
  arguments: [argument('<model>', modelHelp)],
  options: {
    engine: option(
      '--engine <name>',
      'check this engine only (default: every engine that runs here)',
    ),
    retrain: option(
      '--retrain <share>',
      'train this share of the recorded training again, such as 1%, and compare the losses',
      share,
    ),
    data: trainingData,
    dataDir,
    json,
  },
  examples: ['speil verify scenes-vae', 'speil verify ./my-model --engine wasm --retrain 1%'],
  async run([name], options, io) {
    const [{ findModel }, { openDomain }, { verifyPackage }] = await Promise.all([
      import('../../models/resolve.js'),
      import('../../domains/registry/domains.js'),
      import('../../publishing/verify-package.js'),
    ]);
    const model = findModel(name, {}, io);
    const verified = await verifyPackage(await openDomain(model.domain), model, options, io);
    const { engines, failed, retrained, notes } = verified;
    for (const note of notes) io.err(`speil: ${note}`);
    if (options.json) {
      const compared = engines.map(
        ({ isOwn, checks, measured: { engine, version, processor } }) => ({
          ...{ engine, version, processor, isOwn, checks },
        }),
      );
      const ok = failed.length === 0;
      io.out(JSON.stringify({ ok, engines: compared, retrained: retrained ?? null }));
    } else for (const line of verified.lines) io.out(line);
    if (failed.length === 0) {
      if (!options.json)
        io.out(`${name} is sound, and computes its golden outputs on this machine.`);
      return exitCodes.done;
    }
    for (const line of failed) io.err(`speil: ${line}`);
    return exitCodes.failed;
  },
});
