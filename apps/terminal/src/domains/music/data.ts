/** The data to run a model of music on: the requested songs, in windows that the model takes. */
import { NotFoundError } from '@speil/api';
import { readModel, type ReadModel } from '@speil/core';
import { loadCheckpoint, trainedCheckpoint, type Checkpoint } from '@speil/music';
import { openExamples } from '@speil/music/node';
import { readConfig } from '@speil/runs';
import { UsageError } from '../../io/exit.js';
import type { ModelDataOptions, ResolvedModel } from '../domain.js';
import { chooseDataset } from '../model-file.js';

export type MusicExamples = Awaited<ReturnType<typeof openExamples>>;

export interface MusicData {
  readonly checkpoint: Checkpoint;
  /** @throws NotFoundError if the part has no window that the model takes. */
  readonly open: (part: ModelDataOptions['split']) => Promise<MusicExamples>;
}

/** @throws UsageError for a checkpoint without --data. */
export async function openMusicData(
  found: ResolvedModel,
  { data, dataDir }: Pick<ModelDataOptions, 'data' | 'dataDir'>,
): Promise<MusicData> {
  const { name, form, source } = found;
  const trained = form === 'model' ? await readModel(source) : undefined;
  const checkpoint = trained ? trainedCheckpoint(trained) : await loadCheckpoint(source);
  const dataset = datasetOf(found, trained, data);
  const dir = dataDir ?? dataset.dir;
  return {
    checkpoint,
    open: async (part) => {
      const options = { split: part, ...(dir !== undefined && { dir }) };
      const examples = await openExamples(dataset.name, checkpoint.plan.spec, options);
      if (examples.size > 0) return examples;
      throw new NotFoundError(`${examples.id} has no window that ${name} takes. Try other --data.`);
    },
  };
}

function datasetOf(
  { name, run }: ResolvedModel,
  trained: ReadModel | undefined,
  data: string | undefined,
): { readonly name: string; readonly dir?: string } {
  if (trained !== undefined) {
    const config = run === undefined ? undefined : readConfig(run);
    const { name: dataset, ...rest } = chooseDataset(data, trained.file, config);
    return { name: dataset.replace(/\/validation$/u, ''), ...rest };
  }
  if (data !== undefined) return { name: data };
  throw new UsageError(
    `${name} does not say what it was trained on: name the data with --data, such as groove or lieder.`,
  );
}
