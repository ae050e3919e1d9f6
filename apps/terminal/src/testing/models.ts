/** Untrained models, for tests of commands that take a model. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { modelSpecSchema, type ModelSpecInput } from '@speil/api';
import { modelFiles } from '@speil/core';
import { declareModel } from '@speil/core/spec';
import { initialVariables } from '@speil/core/training';

/**
 * Writes a plain autoencoder with two latent numbers into a folder of its name.
 *
 * @param change changes of the spec.
 * @param shape the shape of the pictures.
 * @returns the folder, as a person may type it.
 */
export function writeModel(
  dir: string,
  name: string,
  change: Partial<ModelSpecInput> = {},
  shape: readonly [number, number, number] = [28, 28, 1],
): string {
  const spec = modelSpecSchema.parse({
    name,
    family: 'ae',
    codec: { id: 'image', shape: [...shape] },
    latentShape: [2],
    architecture: {
      encoder: [{ type: 'flatten' }],
      decoder: [
        { type: 'dense', units: shape[0] * shape[1] * shape[2] },
        { type: 'reshape', shape: [...shape] },
      ],
    },
    bottleneck: { kind: 'deterministic', size: 2 },
    objective: { likelihood: { kind: 'mse' } },
    ...change,
  });
  fs.mkdirSync(path.join(dir, name));
  const files = modelFiles(spec, initialVariables(declareModel(spec).variables, 1));
  for (const [file, bytes] of Object.entries(files)) {
    fs.writeFileSync(path.join(dir, name, file), bytes);
  }
  return `./${name}`;
}
