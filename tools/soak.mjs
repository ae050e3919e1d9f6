/**
 * `npm run soak`: runs the long campaigns (fuzzing, killed processes) in full; `npm test` runs a twentieth of them.
 * Copy the figures to docs/benchmarks.md by hand, with the date and the machine.
 */
import { ensureInstalled, nxEnv, requireNode, runBin } from './lib/setup.mjs';
import { projects } from './lib/projects.mjs';
import { vitestArgs } from './lib/suites.mjs';

requireNode();
ensureInstalled();
let failed = 0;
failed += await runBin('nx', ['run-many', '-t', 'build', '--parallel=2', '--output-style=static'], {
  env: nxEnv,
});
for (const { name, dir, scripts } of projects) {
  for (const script of ['test', 'journeys'].filter((wanted) => scripts[wanted] !== undefined)) {
    if (name === '@speil/playground') continue;
    console.error(`\n\u2014 ${name} ${script}, whole`);
    failed += await runBin('vitest', [...vitestArgs(script), '--testTimeout=3600000'], {
      cwd: dir,
      env: { SPEIL_SOAK: '1' },
    });
  }
}
process.exit(failed === 0 ? 0 : 1);
