/** `speil verify`: whether a packaged model computes here what it computed where it was packaged. */
import { argument, defineCommand } from '../../cli/command.js';
import { modelHelp } from '../../cli/help.js';
import { common } from '../../cli/options.js';
import { exitCodes } from '../../io/exit.js';

export const verify = defineCommand({
  name: 'verify',
  description: 'Check a packaged model: its checksums, and its golden outputs on this machine.',
  arguments: [argument('<model>', modelHelp)],
  options: common,
  examples: ['speil verify scenes-vae', 'speil verify ./my-model --engine wasm'],
  async run([name], options, io) {
    const [{ findModel }, { openDomain }] = await Promise.all([
      import('../../models/resolve.js'),
      import('../../domains/registry/domains.js'),
    ]);
    const model = findModel(name, {}, io);
    const domain = await openDomain(model.domain);
    const checks = await domain.verifyModel(model, options, io);
    const failed = checks.filter(({ difference, most }) => !(difference <= most));
    if (options.json) io.out(JSON.stringify({ ok: failed.length === 0, checks }));
    else {
      for (const { name: what, difference, most } of checks) {
        io.out(`${what}: largest difference ${format(difference)}, at most ${format(most)}`);
      }
    }
    if (failed.length === 0) {
      if (!options.json) io.out(`${name} computes its golden outputs on this machine.`);
      return exitCodes.done;
    }
    const which = failed.map(({ name: what }) => what).join(', ');
    io.err(
      `speil: ${name} does not compute its golden outputs: ${which} differ. Copy the model again, or report the engine with speil doctor.`,
    );
    return exitCodes.failed;
  },
});

function format(difference: number): string {
  return Number.isInteger(difference) ? String(difference) : difference.toFixed(5);
}
