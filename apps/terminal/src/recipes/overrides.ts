/**
 * `--set key=value`: the key is a setting's dotted path in the recipe, or any unambiguous end of it. The result is
 * validated by the recipe's schema.
 */
import { UnknownNameError, check, listProblems, recipeSchema } from '@speil/api';
import type { Recipe } from '@speil/api';
import { UsageError } from '../io/exit.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Settings that most recipes do not have. */
const optional = [
  'dataset.fit',
  'training.earlyStopping.patience',
  'training.earlyStopping.minDelta',
  'training.matching',
  'training.capacity',
  'training.corruption',
  'training.sampling',
  ...['shift', 'flip', 'crop', 'brightness'].map((place) => `augmentation.${place}`),
  'model.input',
  ...[
    'freeBits.nats',
    'freeBits.per',
    'capacity',
    'importanceSamples',
    'misreadVariance',
    'sparsity',
    'matching',
    'supervision',
  ].map((place) => `model.objective.${place}`),
];

/** Shorthand: the meaning of a plain value for a setting that is an object. */
const shorthand: Readonly<Record<string, (value: Json, place: string) => Json>> = {
  'training.learningRate': schedule,
  'training.beta': schedule,
  'training.matching': schedule,
  'training.capacity': schedule,
  'training.corruption': schedule,
  'training.sampling': schedule,
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
      const changed = putAt(before, path.split('.'), put);
      return withLatentSize(changed, path, put, recipe);
    },
    recipe as unknown as Json,
  );
  const checked = check(recipeSchema, draft);
  if ('data' in checked) return checked.data;
  throw new UsageError(`--set gives a recipe that is not valid: ${listProblems(checked.problems)}`);
}

/** Keeps the latent size, which the spec has in two places, the same in both. Codebook latents are a map instead. */
function withLatentSize(changed: Json, path: string, put: Json, recipe: Recipe): Json {
  if (recipe.model.bottleneck.kind === 'codes') return changed;
  if (path === 'model.bottleneck.size') return putAt(changed, ['model', 'latentShape'], [put]);
  const shape: readonly Json[] =
    path === 'model.latentShape' && Array.isArray(put) ? (put as readonly Json[]) : [];
  const [size, ...others] = shape;
  if (size === undefined || others.length > 0) return changed;
  return putAt(changed, ['model', 'bottleneck', 'size'], size);
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
  const places = placesOf(recipe);
  const ends = endingIn(key, places);
  if (ends.length > 1) {
    throw new UsageError(`--set ${key} may be ${ends.join(' or ')}. Write one of them in full.`);
  }
  if (ends.length === 1) return ends[0]!;
  // An object may have keys that the recipe does not contain yet: training.optimizer.momentum.
  const at = key.lastIndexOf('.');
  const parents = at < 1 ? [] : endingIn(key.slice(0, at), places);
  if (parents.length === 1) return parents[0]! + key.slice(at);
  throw new UnknownNameError('setting', key, namesOf(places), settingsHint);
}

const settingsHint =
  'A setting is a key of the recipe, such as epochs, batchSize, learningRate, beta, model.bottleneck.size or augmentation.shift.';

/** Short names of settings: the last word if it is unambiguous, else the whole path. */
function namesOf(places: readonly string[]): readonly string[] {
  const last = (place: string): string => place.split('.').at(-1)!;
  return places.flatMap((place) =>
    endingIn(last(place), places).length === 1 ? [place, last(place)] : [place],
  );
}

function endingIn(key: string, places: readonly string[]): readonly string[] {
  return places.includes(key) ? [key] : places.filter((place) => place.endsWith(`.${key}`));
}

/** Every dotted path in the recipe, including optional ones; elements of lists have none. */
function placesOf(recipe: Json): readonly string[] {
  const walk = (value: Json, path: string): string[] =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => {
          const place = path === '' ? key : `${path}.${key}`;
          return [place, ...walk(inner, place)];
        })
      : [];
  return [...new Set([...walk(recipe, ''), ...optional])];
}

function putAt(value: Json, path: readonly string[], put: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  const object = value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  // Another kind has other keys, so the old ones are removed.
  if (
    rest.length === 0 &&
    (key === 'kind' || key === 'name') &&
    key in object &&
    isChoice(object)
  ) {
    return { [key]: put };
  }
  const inner = (object as Record<string, Json>)[key] ?? null;
  return { ...object, [key]: putAt(inner, rest, put) };
}

/** Whether `name` or `kind` selects a variant; recipes and models have names that do not. */
function isChoice(object: object): boolean {
  return !('training' in object) && !('architecture' in object) && !('fallback' in object);
}

function schedule(value: Json, place: string): Json {
  if (typeof value === 'number') return { kind: 'constant', value };
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new UsageError(
    `--set ${place} takes a number or a schedule, such as 0.001 or '{"kind":"cosine","from":0.001}'. Received: ${JSON.stringify(value)}.`,
  );
}
