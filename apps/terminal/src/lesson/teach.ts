/** Trains all experiments of the lesson, and writes a folder of pictures and a page that shows them. */
import * as path from 'node:path';
import { UnknownNameError } from '@speil/api';
import { openDataset } from '@speil/images/node';
import { openEngine, type EngineOption } from '../engines/engines.js';
import { writeText } from '../files/files.js';
import type { Io } from '../io/io.js';
import type { Chapter } from './chapter.js';
import type { Experiment } from './experiment.js';
import { renderPage, type Written } from './page.js';
import { Stage } from './stage.js';
import { trainAll } from './trainings.js';

export interface LessonOptions extends EngineOption {
  readonly quick?: boolean;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly dataDir?: string;
  readonly limit?: number;
  readonly out: string;
}

export interface TaughtLesson {
  /** The path of the page, with the folder as the person wrote it. */
  readonly page: string;
  readonly chapters: readonly Chapter[];
}

/** @returns undefined if a training was stopped or failed: the same command then continues the lesson. */
export async function teachLesson(
  all: readonly Chapter[],
  options: LessonOptions,
  io: Io,
): Promise<TaughtLesson | undefined> {
  const { out, quick = false, seed, dataDir, limit } = options;
  const wanted = chooseChapters(all, options.only);
  const place = dataDir === undefined ? {} : { dir: path.resolve(io.cwd, dataDir) };
  const experiments = unique(wanted.flatMap((chapter) => chapter.experiments));
  const done = await trainAll(
    experiments,
    {
      out,
      quick,
      seed,
      engine: options.engine,
      ...(dataDir !== undefined && { dataDir }),
      ...(limit !== undefined && { limit }),
    },
    // Reports of trainings go to stderr; stdout has only the path of the page.
    { ...io, out: io.err },
  );
  if (!done) return undefined;
  const engine = await openEngine(io, options);
  const digits = quick ? 'mnist-10k' : 'mnist';
  const stage = new Stage({
    out,
    engine,
    io,
    quick,
    open: (split, name = digits) => openDataset(name, { split, ...place }),
  });
  const written: Written[] = [];
  try {
    for (const [i, chapter] of wanted.entries()) {
      io.err(chapter.title);
      io.progress.update('drawing the chapters', i, wanted.length);
      written.push({ chapter, made: await chapter.show(stage) });
    }
  } finally {
    await stage.dispose();
  }
  const note = quick
    ? 'A quick lesson: few epochs on 10,000 digits. Without --quick the figures are those of the whole of MNIST.'
    : 'Trained on MNIST’s 60,000 digits, measured on its 10,000 test digits.';
  const page = writeText(
    path.join(out, 'index.html'),
    renderPage(written, { title: 'What autoencoders learn', note }),
    io,
  );
  writeText(path.join(out, 'lesson.json'), formatJson(written, quick, seed), io);
  return { page, chapters: wanted };
}

function chooseChapters(
  chapters: readonly Chapter[],
  only: readonly string[] | undefined,
): readonly Chapter[] {
  if (only === undefined) return chapters;
  const ids = chapters.map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UnknownNameError('chapter', unknown, ids);
  return chapters.filter(({ id }) => only.includes(id));
}

/** Removes repeated experiments, since chapters share trainings. */
function unique(experiments: readonly Experiment[]): readonly Experiment[] {
  return [...new Map(experiments.map((experiment) => [experiment.id, experiment])).values()];
}

function formatJson(written: readonly Written[], quick: boolean, seed: number): string {
  // JSON leaves out the chapter's `show`, which is a function.
  const list = written.map(({ chapter, made }) => ({ ...chapter, ...made }));
  return `${JSON.stringify({ quick, seed, chapters: list }, null, 2)}\n`;
}
