/** Music beside a model of it: the songs that are asked for, in windows that the model takes. */
import { NotFoundError } from '@speil/api';
import { readModel, type ReadModel } from '@speil/core';
import { loadCheckpoint, trainedCheckpoint, type Checkpoint } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { readConfig } from '@speil/runs';
import { UsageError } from '../cli/exit.js';
import type { ResolvedModel } from '../models/resolve.js';
import { whichData, type ModelDataOptions } from './model-data.js';

export type MusicExamples = Awaited<ReturnType<typeof openExamples>>;

export interface MusicData {
  readonly checkpoint: Checkpoint;
  /** @throws NotFoundError where the part has no window that the model takes. */
  readonly open: (part: 'train' | 'test') => Promise<MusicExamples>;
}

/** @throws UsageError for a checkpoint without --data. */
export async function openMusicData(
  found: ResolvedModel,
  name: string,
  { data, dataDir }: Omit<ModelDataOptions, 'split'>,
): Promise<MusicData> {
  const trained = found.form === 'model' ? await readModel(found.source) : undefined;
  const checkpoint = trained ? trainedCheckpoint(trained) : await loadCheckpoint(found.source);
  const set = setOf(found, name, trained, data);
  const place = dataDir ?? set.dir;
  return {
    checkpoint,
    open: async (part) => {
      const options = { split: part, ...(place !== undefined && { dataDir: place }) };
      const examples = await openExamples(set.name, checkpoint.plan.spec, options);
      if (examples.size > 0) return examples;
      throw new NotFoundError(`${examples.id} has no window that ${name} takes. Try other --data.`);
    },
  };
}

function setOf(
  { run }: ResolvedModel,
  name: string,
  trained: ReadModel | undefined,
  data: string | undefined,
): { readonly name: string; readonly dir?: string } {
  if (trained !== undefined) {
    const { name: set, ...rest } = whichData(
      data,
      trained.file,
      run === undefined ? undefined : readConfig(run),
    );
    return { name: set.replace(/\/validation$/u, ''), ...rest };
  }
  if (data !== undefined) return { name: data };
  throw new UsageError(
    `${name} does not say what it was trained on: name the data with --data, such as groove or lieder.`,
  );
}
