/** `speil data list`, `speil data show` and `speil data fetch`. */
import { UnknownNameError } from '@speil/api';
import {
  argument,
  defineCommand,
  defineGroup,
  flag,
  option,
  optionWithDefault,
} from '../../cli/command.js';
import { dataDir, json } from '../../cli/options.js';
import { outputEndingIn, seed, wholeNumber } from '../../cli/parsers.js';
import type { DomainName } from '../../domains/domain.js';
import { exitCodes } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { showPicture } from '../../io/show-picture.js';
import { listenForInterruption } from '../../io/signals.js';
import { formatBytes } from '../../report/format.js';
import { table } from '../../report/table.js';

export const listData = defineCommand({
  name: 'list',
  description: 'List datasets and where they were found.',
  arguments: [],
  options: { dataDir, json: flag('--json', 'an array of JSON objects on stdout') },
  examples: ['speil data list --data-dir data'],
  async run(_, { dataDir, json }, io) {
    const rows = await listAll(dataDir, io);
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
  },
});

export const fetchData = defineCommand({
  name: 'fetch',
  description:
    'Download a dataset from its official address and verify it; an interrupted download is resumed.',
  arguments: [argument('<name>', 'a dataset’s name')],
  options: {
    dataDir: option('--data-dir <dir>', 'where to put it (default: the user’s cache)'),
    json,
  },
  examples: ['speil data fetch mnist', 'speil data fetch groove --data-dir data'],
  async run([name], { dataDir, json }, io) {
    const datasets = await findDatasets(name);
    const interruption = listenForInterruption();
    let reported = 0;
    try {
      const folder = await datasets.fetch(name, {
        ...(dataDir === undefined ? {} : { dir: dataDir }),
        signal: interruption.signal,
        onProgress: ({ file, received, total }) => {
          const now = Date.now();
          if (now - reported < 1000 && received !== total) return;
          reported = now;
          const of = total === undefined ? '' : ` of ${formatBytes(total)}`;
          io.err(`${file}: ${formatBytes(received)}${of}`);
        },
      });
      io.out(json ? JSON.stringify({ name, folder }) : `${name} is in ${folder}`);
      return exitCodes.done;
    } finally {
      interruption.stop();
    }
  },
});

export const showData = defineCommand({
  name: 'show',
  description:
    'Describe a dataset or a folder: sizes, parts, classes, the model that fits, and some of its pictures.',
  arguments: [argument('<data>', 'a dataset’s name, or a folder or file')],
  options: {
    dataDir,
    music: flag('--music', 'a folder of notes instead of pictures'),
    count: optionWithDefault('-n, --count <n>', 'pictures to show', wholeNumber(1, 400), 24),
    seed: optionWithDefault('--seed <n>', 'seed of the choice of pictures', seed, 1),
    out: option('-o, --out <file>', 'some of the pictures, as a PNG file', outputEndingIn('.png')),
    json,
  },
  examples: [
    'speil data show scenes -o scenes.png',
    'speil data show ./photos',
    'speil data show ./songs --music',
  ],
  async run([name], { music, out, dataDir, json, ...options }, io) {
    const [{ findDataDomain }, { resolveData }, { writePicture }] = await Promise.all([
      import('../../domains/registry/domains.js'),
      import('../../recipes/families.js'),
      import('../../files/files.js'),
    ]);
    const domain = await findDataDomain(name, music === true);
    const data = (await resolveData(name, io.cwd))!;
    const { lines, picture } = await domain.describeData(data, {
      ...options,
      ...(dataDir !== undefined && { dir: dataDir }),
    });
    const file =
      out === undefined || picture === undefined ? undefined : writePicture(out, picture, io);
    if (json) io.out(JSON.stringify({ data: name, lines, ...(file !== undefined && { file }) }));
    else {
      for (const line of lines) io.out(line);
      if (picture !== undefined) showPicture(picture, {}, io);
      if (file !== undefined) io.out(file);
    }
    return exitCodes.done;
  },
});

export const data = defineGroup({
  name: 'data',
  description: 'List datasets and where they were found; describe or fetch one.',
  examples: ['speil data', 'speil data list --json', 'speil data fetch groove'],
  commands: [listData, showData, fetchData],
});

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly domain: DomainName;
  readonly place: string | null;
  readonly fetchable: boolean;
  readonly generated: boolean;
}

async function listAll(dir: string | undefined, { env }: Io): Promise<readonly Listed[]> {
  const { openAllDomains } = await import('../../domains/registry/domains.js');
  const domains = await openAllDomains();
  return Promise.all(
    domains.flatMap(({ name: domain, datasets }) =>
      datasets.catalogue.map(async ({ name, title, licence, fetchable, generated }) => {
        const place = (await datasets.locate(name, { dir, env })) ?? null;
        return { name, title, licence, domain, place, fetchable, generated };
      }),
    ),
  );
}

/** The datasets of the domain to which a name belongs. @throws UnknownNameError that lists the names of all domains. */
async function findDatasets(name: string) {
  const { openAllDomains } = await import('../../domains/registry/domains.js');
  const all = (await openAllDomains()).map(({ datasets }) => datasets);
  const names = all.map(({ catalogue }) => catalogue.map((dataset) => dataset.name));
  const found = all.find((_, i) => names[i]!.includes(name));
  if (found !== undefined) return found;
  throw new UnknownNameError('dataset', name, names.flat());
}
