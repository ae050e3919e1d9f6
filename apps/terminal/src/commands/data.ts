/** `speil data list` and `speil data fetch`. */
import { UnknownNameError } from '@speil/api';
import type { FetchOptions } from '@speil/core/node';
import { fetchDataset, namedDatasets, placeOf } from '@speil/images/node';
import { fetchNotes, namedNotes, placeOfNotes, type NamedNotes } from '@speil/music/node';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { formatBytes } from '../report/format.js';
import { table } from '../report/table.js';

interface DataOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly domain: 'images' | 'music';
  readonly place: string | null;
  readonly fetchable: boolean;
  readonly generated: boolean;
}

const notes: readonly NamedNotes[] = namedNotes;

async function listed({ dataDir }: DataOptions, { env }: Io): Promise<readonly Listed[]> {
  const images = namedDatasets.map(async (dataset): Promise<Listed> => {
    const place = (await placeOf(dataset, { dir: dataDir, env })) ?? null;
    const { name, title, licence, format } = dataset;
    const fetchable = format !== 'generated' && dataset.download !== undefined;
    const generated = format === 'generated';
    return { name, title, licence, domain: 'images', place, fetchable, generated };
  });
  const music = notes.map(async (dataset): Promise<Listed> => {
    const place = (await placeOfNotes(dataset, { dataDir, env })) ?? null;
    const { name, title, licence, download } = dataset;
    const fetchable = download !== undefined;
    return { name, title, licence, domain: 'music', place, fetchable, generated: false };
  });
  return Promise.all([...images, ...music]);
}

export async function listData(options: DataOptions, io: Io): Promise<ExitCode> {
  const rows = await listed(options, io);
  const { json } = options;
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
        place ??
        (generated ? 'generated when read' : fetchable ? `- (speil data fetch ${name})` : '-'),
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
    const folder = await fetcherOf(name)(name, {
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

/** Whose dataset it is. @throws UnknownNameError that knows the names of all. */
function fetcherOf(name: string): (name: string, options: FetchOptions) => Promise<string> {
  if (notes.some((dataset) => dataset.name === name)) return fetchNotes;
  if (namedDatasets.some((dataset) => dataset.name === name)) return fetchDataset;
  throw new UnknownNameError(
    'dataset',
    name,
    [...namedDatasets, ...notes].map((dataset) => dataset.name),
  );
}
