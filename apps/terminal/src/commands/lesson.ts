/** `speil lesson`: all experiments of the lesson, trained and shown, as a folder of pictures and a page that links them. */
import * as path from 'node:path';
import { UnknownNameError } from '@speil/api';
import { openDataset } from '@speil/images/node';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { engineFor } from '../engines.js';
import { chapters } from '../lesson/chapters.js';
import type { Experiment } from '../lesson/chapter.js';
import { pageOf, type Written } from '../lesson/page.js';
import { Stage } from '../lesson/stage.js';
import { trainAll } from '../lesson/trainings.js';
import { writeText } from './files.js';
import { type ModelOptions } from './model.js';

interface LessonOptions extends ModelOptions {
  readonly quick?: boolean;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly dataDir?: string;
  readonly limit?: number;
  readonly out: string;
}

export async function lesson(given: object, io: Io): Promise<ExitCode> {
  const options = given as LessonOptions;
  const { out, quick = false, seed, dataDir, limit } = options;
  const wanted = chosen(options.only);
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
    // What a training says of itself is for a person; what this command says is the page.
    { ...io, out: io.err },
  );
  if (!done) {
    io.err(`speil: the lesson is not finished. Run the same command to continue it.`);
    return exitCodes.failed;
  }
  const engine = await engineFor(options, io);
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
    pageOf(written, { title: 'What autoencoders learn', note }),
    io,
  );
  writeText(path.join(out, 'lesson.json'), jsonOf(written, quick, seed), io);
  io.out(
    options.json === true ? JSON.stringify({ page, chapters: wanted.map(({ id }) => id) }) : page,
  );
  return exitCodes.done;
}

function chosen(only: readonly string[] | undefined): typeof chapters {
  if (only === undefined) return chapters;
  const ids = chapters.map(({ id }) => id);
  const unknown = only.find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new UnknownNameError('chapter', unknown, ids);
  return chapters.filter(({ id }) => only.includes(id));
}

/** Chapters share trainings. */
function unique(experiments: readonly Experiment[]): readonly Experiment[] {
  return [...new Map(experiments.map((experiment) => [experiment.id, experiment])).values()];
}

function jsonOf(written: readonly Written[], quick: boolean, seed: number): string {
  // Without what a chapter does: its `show` is a function, which JSON leaves out.
  const list = written.map(({ chapter, made }) => ({ ...chapter, ...made }));
  return `${JSON.stringify({ quick, seed, chapters: list }, null, 2)}\n`;
}
