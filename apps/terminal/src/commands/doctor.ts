/** `speil doctor`. */
import type { EngineReport } from '@speil/core/engines';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { probeEngines } from '../engines.js';
import { table } from '../report/table.js';

export async function doctor({ json }: { json?: boolean }, io: Io): Promise<ExitCode> {
  const engines = await probeEngines({
    onProbe: (name, done, total) => io.progress.update(`testing engine ${name}`, done, total),
  });
  // They come from the fastest where it works to the one that always does; `auto` takes the first.
  const chosen = engines.find(({ available }) => available)?.name ?? null;
  if (json) {
    io.out(JSON.stringify({ engines, chosen }));
    return chosen === null ? exitCodes.failed : exitCodes.done;
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
    // The line says already which engine it is about.
    {
      title: '',
      value: ({ name, reason }) => reason.replace(`Engine ${name} is not available: `, ''),
    },
  ]);
  for (const line of lines) io.out(line);
  io.out(chosen === null ? 'No engine works here.' : `auto takes ${chosen}.`);
  return chosen === null ? exitCodes.failed : exitCodes.done;
}
