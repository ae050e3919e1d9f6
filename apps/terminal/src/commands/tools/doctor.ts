/** `speil doctor`. */
import type { EngineReport } from '@speil/core/engines';
import { defineCommand } from '../../cli/command.js';
import { json } from '../../cli/options.js';
import { exitCodes } from '../../io/exit.js';
import { table } from '../../report/table.js';

export const doctor = defineCommand({
  name: 'doctor',
  description:
    'Check the compute engines: availability, gradient error, speed, and which one auto picks.',
  arguments: [],
  options: { json },
  examples: ['speil doctor', 'speil doctor --json'],
  async run(_, { json }, io) {
    const { probeEngines } = await import('../../engines/engines.js');
    const engines = await probeEngines({
      onProbe: (name, done, total) => io.progress.update(`testing engine ${name}`, done, total),
    });
    // Engines are listed from the fastest to the one that always works. `auto` takes the first available one.
    const chosen = engines.find(({ available }) => available)?.name ?? null;
    const code = chosen === null ? exitCodes.failed : exitCodes.done;
    if (json) {
      io.out(JSON.stringify({ engines, chosen }));
      return code;
    }
    const lines = table<EngineReport>(engines, [
      { title: '', value: ({ name }) => (name === chosen ? '*' : '') },
      { title: 'ENGINE', value: ({ name }) => name },
      { title: 'GFLOPS', value: ({ gflops }) => gflops?.toFixed(1) ?? '-', align: 'right' },
      {
        title: 'GRADIENT ERROR',
        value: ({ selfTest }) => selfTest?.toExponential(1) ?? '-',
        align: 'right',
      },
      // The row already names the engine.
      {
        title: '',
        value: ({ name, reason }) => reason.replace(`Engine ${name} is not available: `, ''),
      },
    ]);
    for (const line of lines) io.out(line);
    io.out(chosen === null ? 'No engine works here.' : `auto takes ${chosen}.`);
    return code;
  },
});
