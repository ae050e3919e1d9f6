/**
 * `eval_results.yaml`: the figures of a model, in the format in which Hugging Face keeps evaluation results of a model
 * (a list of dataset, value, date and notes).
 */
import { stringify } from 'yaml';
import * as z from 'zod';
import type { Evaluated } from '../domains/domain.js';
import { datasetName } from '../domains/model-file.js';
import { meaningfulFigures } from '../report/figures.js';
import { resultsFile } from './package-files.js';
import { parseYaml } from './yaml.js';

const resultsSchema = z
  .array(
    z.strictObject({
      dataset: z.strictObject({
        id: z.string().max(200),
        /** The figure, such as `psnr`. */
        task_id: z.string().max(100),
        split: z.string().max(50).optional(),
      }),
      value: z.number(),
      date: z.string().max(40).optional(),
      notes: z.string().max(500).optional(),
    }),
  )
  .max(200);
export type EvalResults = z.output<typeof resultsSchema>;

export interface EvaluatedOn {
  readonly split: string;
  readonly date: Date;
}

/** @returns one result for each figure with a value. */
export function evalResults({ figures, of }: Evaluated, { split, date }: EvaluatedOn): EvalResults {
  return Object.entries(meaningfulFigures(figures, of)).flatMap(([name, value]) =>
    value === null || !Number.isFinite(value)
      ? []
      : [
          {
            dataset: { id: datasetName(of.data), task_id: name, split },
            value: Number(value.toPrecision(6)),
            date: date.toISOString().slice(0, 10),
            notes: `${of.examples} examples`,
          },
        ],
  );
}

export function writeResults(results: EvalResults): string {
  return stringify(results);
}

/** @param shown the package, for messages. @throws InvalidFileError. */
export function readResults(text: string, shown: string): EvalResults {
  return parseYaml(resultsSchema, text, `${shown}/${resultsFile}`);
}
