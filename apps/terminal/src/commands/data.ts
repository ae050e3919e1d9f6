/** `speil data list` and `speil data fetch`. */
import { fetchDataset, namedDatasets, placeOf } from '@speil/images/node';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { formatBytes } from '../report/format.js';
import { table } from '../report/table.js';

interface DataOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export async function listData({ json, dataDir }: DataOptions, io: Io): Promise<ExitCode> {
  const rows = await Promise.all(
    namedDatasets.map(async (dataset) => {
      const place = (await placeOf(dataset, { dir: dataDir, env: io.env })) ?? null;
      const { name, title, licence, format } = dataset;
      const fetchable = format !== 'generated' && dataset.download !== undefined;
      return { name, title, licence, place, fetchable, generated: format === 'generated' };
    }),
  );
  if (json) {
    io.out(JSON.stringify(rows));
    return exitCodes.done;
  }
  const lines = table(rows, [
    { title: 'DATASET', value: ({ name }) => name },
    { title: '', value: ({ title }) => title },
    {
      title: 'FOUND IN',
      value: ({ name, place, fetchable, generated }) =>
        place ?? (generated ? 'drawn when read' : fetchable ? `- (speil data fetch ${name})` : '-'),
    },
  ]);
  for (const line of lines) io.out(line);
  return exitCodes.done;
}

export async function fetchData(
  name: string,
  { json, dataDir }: DataOptions,
  io: Io,
): Promise<ExitCode> {
  const interruption = listenForInterruption();
  let told = 0;
  try {
    const folder = await fetchDataset(name, {
      ...(dataDir === undefined ? {} : { dir: dataDir }),
      signal: interruption.signal,
      onProgress: ({ file, received, total }) => {
        const now = Date.now();
        if (now - told < 1000 && received !== total) return;
        told = now;
        const of = total === undefined ? '' : ` of ${formatBytes(total)}`;
        io.err(`${file}: ${formatBytes(received)}${of}`);
      },
    });
    io.out(json ? JSON.stringify({ name, folder }) : `${name} is in ${folder}`);
    return exitCodes.done;
  } finally {
    interruption.stop();
  }
}
