/**
 * The JSON schema of a recipe, which editors read: generated from `recipeSchema`, with the doc comments of its source as
 * descriptions. It describes what a person writes, so that settings with a default may be left out.
 */
import {
  activationSchema,
  architectureSchema,
  augmentationSchema,
  bottleneckSchema,
  codecSpecSchema,
  conditionSchema,
  corruptionSchema,
  inputSchema,
  layerSchema,
  likelihoodSchema,
  modelSpecSchema,
  objectiveSchema,
  optimizerSchema,
  plainLayerSchema,
  priorMatchingSchema,
  priorSchema,
  recipeSchema,
  scheduleSchema,
  sparsitySchema,
  supervisionSchema,
  trainingSettingsSchema,
} from '@speil/api';
import * as z from 'zod';
import { describeSchema, type JsonSchema } from './doc-comments.js';

/** Schemas that become definitions, under these names. */
const definitions: Readonly<Record<string, z.ZodType>> = {
  activation: activationSchema,
  architecture: architectureSchema,
  augmentation: augmentationSchema,
  bottleneck: bottleneckSchema,
  codec: codecSpecSchema,
  condition: conditionSchema,
  corruption: corruptionSchema,
  input: inputSchema,
  layer: layerSchema,
  likelihood: likelihoodSchema,
  model: modelSpecSchema,
  objective: objectiveSchema,
  optimizer: optimizerSchema,
  plainLayer: plainLayerSchema,
  prior: priorSchema,
  priorMatching: priorMatchingSchema,
  schedule: scheduleSchema,
  sparsity: sparsitySchema,
  supervision: supervisionSchema,
  training: trainingSettingsSchema,
  // Both lists of layers refer to these.
  ...Object.fromEntries(
    plainLayerSchema.options.map((layer) => [`layer.${layer.shape.type.value}`, layer]),
  ),
};

export interface RecipeSchema {
  readonly schema: JsonSchema;
  /** Paths of settings without a comment in the source. */
  readonly bare: readonly string[];
}

export function makeRecipeSchema(): RecipeSchema {
  const metadata = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(definitions)) metadata.add(schema, { id });
  const { $schema, ...made } = z.toJSONSchema(recipeSchema, {
    io: 'input',
    target: 'draft-7',
    metadata,
  }) as JsonSchema & { $schema: string };
  const schema = {
    ...made,
    definitions: Object.fromEntries(
      Object.keys(definitions).map((id) => [id, made.definitions![id]!]),
    ),
  };
  const bare = describeSchema(schema, 'schemas/recipe.ts', 'RecipeInput');
  return {
    schema: {
      $schema,
      title: 'Recipe',
      description: 'A recipe of Speil: a model, a dataset and training settings.',
      ...schema,
      // Only in a file, where it tells an editor what to read.
      properties: {
        $schema: { type: 'string', description: 'The path of this schema, for editors.' },
        ...schema.properties,
      },
    } as JsonSchema,
    bare,
  };
}
