/**
 * The JSON schema of a recipe and its page of reference follow from the schemas. `npx vitest run recipe-reference -u` in
 * this folder updates both.
 */
import { join } from 'node:path';
import { recipeSchema, type Recipe } from '@speil/api';
import { declareModel } from '@speil/core/spec';
import { recipes as imageRecipes } from '@speil/images/recipes';
import { recipes as musicRecipes } from '@speil/music/recipes';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { makePage } from './recipe-page.js';
import { makeRecipeSchema } from './recipe-schema.js';
import { fencedBlocks, root } from './workspace.js';

const { schema, bare } = makeRecipeSchema();
const ajv = new Ajv({ strictTypes: false });
const accepts = ajv.compile(schema);
const page = makePage(schema);
const example = JSON.parse(fencedBlocks(page, 'json')[0]!) as Record<string, unknown>;

/** As a file contains it. */
function written(recipe: unknown): unknown {
  return JSON.parse(JSON.stringify(recipe));
}

describe('the JSON schema of a recipe', () => {
  it('matches packages/api/recipe.schema.json', async () => {
    const text = `${JSON.stringify(schema, null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(join(root, 'packages/api/recipe.schema.json'));
  });

  it.each([...imageRecipes, ...musicRecipes].map((recipe) => [recipe.name, recipe] as const))(
    'accepts %s',
    (_, recipe) => {
      expect(accepts(written(recipe)), ajv.errorsText(accepts.errors)).toBe(true);
    },
  );

  it('accepts the examples in the source', () => {
    const withExamples = Object.values(schema.definitions!)
      .flatMap((one) => [one, ...(one.oneOf ?? [])])
      .flatMap((one) => (one.examples ?? []).map((made) => [one, made] as const));
    expect(withExamples.length).toBeGreaterThan(15);
    for (const [{ $ref: _, ...one }, made] of withExamples) {
      const validate = ajv.compile({ ...one, definitions: schema.definitions });
      expect(validate(made), JSON.stringify(made)).toBe(true);
    }
  });

  it.each<[what: string, path: string, value: unknown]>([
    ['an unknown layer', 'model.architecture.encoder.0.type', 'flaten'],
    ['an unknown key', 'model.objective.betta', 4],
    ['negative units', 'model.architecture.encoder.1.units', -3],
    ['half a unit', 'model.architecture.encoder.1.units', 2.5],
    ['a number for a schedule', 'training.beta', 4],
    ['a bound that is excluded', 'training.optimizer', { name: 'adam', beta1: 1 }],
    ['a missing setting', 'training', {}],
  ])('refuses %s, as recipeSchema does', (_, path, value) => {
    const wrong = put(example, path.split('.'), value);
    expect(accepts(wrong)).toBe(false);
    expect(recipeSchema.safeParse(withoutKey(wrong)).success).toBe(false);
  });

  // A plain model, and between them every kind of condition, input, prior matching and architecture.
  const families = ['vae', 'cvae', 'aae', 'wae', 'vq-vae'] as const;
  const chosen = [
    ...families.map((family) => imageRecipes.find(({ model }) => model.family === family)!),
    imageRecipes.find(({ model }) => model.input?.kind === 'corrupted')!,
    musicRecipes[0]!,
  ];
  it.each(chosen.map((recipe) => [recipe.name, recipe] as const))(
    'agrees with recipeSchema on %s with one value changed',
    (_, recipe) => {
      const whole = written(recipe) as Record<string, unknown>;
      for (const path of pathsIn(whole)) {
        for (const value of [undefined, null, true, -1, 0, 1, 0.5, 7, 'nowhere', [], {}, [1]]) {
          const changed = written(put(whole, path, value));
          const { success } = recipeSchema.safeParse(changed);
          expect(accepts(changed), `${path.join('.')} = ${JSON.stringify(value)}`).toBe(success);
        }
      }
    },
  );
});

describe('the reference of recipes', () => {
  it('matches docs/reference/recipes.md', async () => {
    await expect(page).toMatchFileSnapshot(join(root, 'docs/reference/recipes.md'));
  });

  it('has a meaning for every setting: write the missing doc comments in packages/api/src/schemas', () => {
    expect(bare).toEqual([]);
  });

  it('names the codecs of all recipes', () => {
    const [section] = page.split('\n## Codec\n')[1]!.split('\n## ');
    const codecs = new Set([...imageRecipes, ...musicRecipes].map(({ model }) => model.codec.id));
    for (const id of codecs) expect(section).toContain(`\`${id}\``);
  });

  it('has an example of every layer', () => {
    const layers = schema.definitions!['layer']!.oneOf!.length;
    expect(fencedBlocks(page.split('\n## Layers')[1]!, 'json')).toHaveLength(layers);
  });

  it('starts with a recipe that is valid', () => {
    expect(accepts(example), ajv.errorsText(accepts.errors)).toBe(true);
    const recipe: Recipe = recipeSchema.parse(withoutKey(example));
    expect(declareModel(recipe.model).decoder.outputShape).toEqual([28, 28, 1]);
  });
});

function withoutKey(recipe: Readonly<Record<string, unknown>>): unknown {
  const { $schema: _, ...rest } = recipe;
  return rest;
}

function put<T extends object>(object: T, [key, ...rest]: readonly string[], value: unknown): T {
  const inner = (object as Record<string, object>)[key!]!;
  const changed = { ...object, [key!]: rest.length > 0 ? put(inner, rest, value) : value };
  return (Array.isArray(object) ? Object.values(changed) : changed) as T;
}

function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ]);
}
