/**
 * `--set key=value`: the key is a setting's dotted path in the recipe, or any unambiguous end of it. The result is
 * validated by the recipe's schema.
 */
import {
  UnknownNameError,
  check,
  listProblems,
  recipeSchema,
  scalarNames,
  isDiscrete,
} from '@speil/api';
import type { Recipe } from '@speil/api';
import { UsageError } from '../io/exit.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Settings that most recipes do not have. */
const optional = [
  'dataset.fit',
  'training.earlyStopping.patience',
  'training.earlyStopping.minDelta',
  ...scalarNames.map((name) => `training.${name}`),
  ...['shift', 'flip', 'crop', 'brightness'].map((settingPath) => `augmentation.${settingPath}`),
  'model.input',
  'model.prior',
  ...[
    'freeBits.nats',
    'freeBits.per',
    'capacity',
    'importanceSamples',
    'reproduceError',
    'sparsity',
    'priorMatching',
    'supervision',
  ].map((settingPath) => `model.objective.${settingPath}`),
];

/** Shorthands: what a plain value means for a setting that is an object. */
const shorthand: Readonly<Record<string, (value: Json, settingPath: string) => Json>> = {
  ...Object.fromEntries(scalarNames.map((name) => [`training.${name}`, schedule])),
  'training.earlyStopping': (value) => (typeof value === 'number' ? { patience: value } : value),
  'training.optimizer': (value) => (typeof value === 'string' ? { name: value } : value),
  'model.objective.likelihood': (value) => (typeof value === 'string' ? { kind: value } : value),
};

/**
 * @param settings texts such as `training.batchSize=64`, `beta=4`, `optimizer=sgd`.
 * @returns a new valid recipe.
 * @throws UsageError for a text without `=`, an ambiguous key or an invalid value; UnknownNameError.
 */
export function applySettings(recipe: Recipe, settings: readonly string[]): Recipe {
  const draft = settings.reduce<Json>(
    (before, setting) => {
      const { key, value } = parseSetting(setting);
      const path = resolveKey(key, before);
      const put = shorthand[path]?.(value, path) ?? value;
      const changed = setAt(before, path.split('.'), put);
      return withLatentSize(changed, path, put, recipe);
    },
    recipe as unknown as Json,
  );
  const checked = check(recipeSchema, draft);
  if ('data' in checked) return checked.data;
  throw new UsageError(`--set gives a recipe that is not valid: ${listProblems(checked.problems)}`);
}

/**
 * Keeps the latent size the same in the two places where a spec has it. Latents of a codebook are a map of indices
 * instead.
 */
function withLatentSize(changed: Json, path: string, put: Json, recipe: Recipe): Json {
  if (isDiscrete(recipe.model.bottleneck)) return changed;
  if (path === 'model.bottleneck.size') return setAt(changed, ['model', 'latentShape'], [put]);
  const shape: readonly Json[] =
    path === 'model.latentShape' && Array.isArray(put) ? (put as readonly Json[]) : [];
  const [size, ...others] = shape;
  if (size === undefined || others.length > 0) return changed;
  return setAt(changed, ['model', 'bottleneck', 'size'], size);
}

function parseSetting(text: string): { key: string; value: Json } {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new UsageError(
      `--set takes key=value, such as training.batchSize=64. Received: '${text}'.`,
    );
  }
  // People write .1, which is not a number in JSON.
  const raw = text.slice(at + 1).replace(/^(-?)\.(?=\d)/u, '$10.');
  try {
    return { key: text.slice(0, at), value: JSON.parse(raw) as Json };
  } catch {
    return { key: text.slice(0, at), value: raw };
  }
}

/** The full path of a key: the key itself, or the only path that ends in it. */
function resolveKey(key: string, recipe: Json): string {
  const settingPaths = listPaths(recipe);
  const ends = matchEnding(key, settingPaths);
  if (ends.length > 1) {
    throw new UsageError(`--set ${key} may be ${ends.join(' or ')}. Write one of them in full.`);
  }
  if (ends.length === 1) return ends[0]!;
  // An object may have keys that the recipe does not contain yet: training.optimizer.momentum.
  const at = key.lastIndexOf('.');
  const parents = at < 1 ? [] : matchEnding(key.slice(0, at), settingPaths);
  if (parents.length === 1) return parents[0]! + key.slice(at);
  throw new UnknownNameError('setting', key, listNames(settingPaths), settingsHint);
}

const settingsHint =
  'A setting is a key of the recipe, such as epochs, batchSize, learningRate, beta, model.bottleneck.size or augmentation.shift.';

/** Short names of settings: the last word if it is unambiguous, else the whole path. */
function listNames(settingPaths: readonly string[]): readonly string[] {
  const last = (settingPath: string): string => settingPath.split('.').at(-1)!;
  return settingPaths.flatMap((settingPath) =>
    matchEnding(last(settingPath), settingPaths).length === 1
      ? [settingPath, last(settingPath)]
      : [settingPath],
  );
}

function matchEnding(key: string, settingPaths: readonly string[]): readonly string[] {
  return settingPaths.includes(key)
    ? [key]
    : settingPaths.filter((settingPath) => settingPath.endsWith(`.${key}`));
}

/** Every dotted path in the recipe, including optional ones; elements of lists have none. */
function listPaths(recipe: Json): readonly string[] {
  const walk = (value: Json, path: string): string[] =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => {
          const settingPath = path === '' ? key : `${path}.${key}`;
          return [settingPath, ...walk(inner, settingPath)];
        })
      : [];
  return [...new Set([...walk(recipe, ''), ...optional])];
}

function setAt(value: Json, path: readonly string[], put: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  const object = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  // Another kind has other keys, so the old keys are removed.
  if (
    rest.length === 0 &&
    (key === 'kind' || key === 'name') &&
    key in object &&
    isChoice(object)
  ) {
    return { [key]: put };
  }
  const inner = (object as Record<string, Json>)[key] ?? null;
  return { ...object, [key]: setAt(inner, rest, put) };
}

/** Whether `name` or `kind` selects a variant. The names of recipes and models do not. */
function isChoice(object: object): boolean {
  return !('training' in object) && !('architecture' in object) && !('fallback' in object);
}

function schedule(value: Json, settingPath: string): Json {
  if (typeof value === 'number') return { kind: 'constant', value };
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new UsageError(
    `--set ${settingPath} takes a number or a schedule, such as 0.001 or '{"kind":"cosine","from":0.001}'. Received: ${JSON.stringify(value)}.`,
  );
}
