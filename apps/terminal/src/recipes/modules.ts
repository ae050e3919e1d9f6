/**
 * The recipes of one file, which is a module that exports them, or JSON, since a recipe is plain data. All recipes are
 * validated.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  InvalidFileError,
  NotFoundError,
  StorageError,
  parseJson,
  parseWith,
  recipeSchema,
} from '@speil/api';
import type { Recipe } from '@speil/api';
import * as z from 'zod';
import { messageOf } from '../io/message.js';
import { quoteForShell } from '../report/paths.js';
import { importIsolated } from './import-isolated.js';

/** Returns the exports of a module by its URL. */
export type Load = (url: string) => Promise<Readonly<Record<string, unknown>>>;

/** Loads Speil's own modules, which are trusted, in this thread. */
export const loadHere: Load = (url) => import(url) as ReturnType<Load>;

/**
 * @param file a module that exports recipes (as its default, in a list called `recipes`, or one by one), or a `.json`
 *   file with a recipe or a list of them; there a recipe may have the key `$schema`, which editors read.
 * @param what the name of the file in errors.
 * @param load how a module is loaded. Default: in a thread of its own.
 * @returns each recipe once. A path of a dataset that starts with a dot is resolved from the folder of the file.
 * @throws InvalidFileError if a recipe is not valid.
 */
export async function readRecipes(
  file: string,
  what: string,
  load: Load = importIsolated,
): Promise<readonly Recipe[]> {
  const found = file.toLowerCase().endsWith('.json')
    ? [parseJson(z.json(), readText(file, what), what)].flat().map(withoutSchemaKey)
    : exportsOf(await importFile(file, what, load));
  const names = new Map<string, Recipe>();
  for (const data of found) {
    const recipe = parseWith(recipeSchema, data, `A recipe of ${what}`);
    if (!names.has(recipe.name)) names.set(recipe.name, placed(recipe, path.dirname(file)));
  }
  return [...names.values()];
}

/** @throws NotFoundError for a file that does not exist; InvalidFileError for one without recipes. */
export async function readRecipeFile(file: string, shown: string): Promise<readonly Recipe[]> {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new NotFoundError(
      `${shown} does not exist. Give a recipe’s name (see speil recipes) or the path of a file with recipes.`,
    );
  }
  if (!stats.isFile() || !/\.(?:[cm]?[jt]s|json)$/iu.test(file)) {
    throw new InvalidFileError(
      `${shown} is not a file with recipes (.mjs, .js or .json). To train on it: speil train RECIPE --data ${quoteForShell(shown)}`,
    );
  }
  const recipes = await readRecipes(file, shown);
  if (recipes.length > 0) return recipes;
  throw new InvalidFileError(
    `${shown} exports no recipe. Export one as its default, or a list called recipes.`,
  );
}

/** Whether a name on the command line is a path. */
export function isPath(name: string): boolean {
  return /^\.{0,2}[/\\]/u.test(name);
}

function withoutSchemaKey(data: unknown): unknown {
  if (!isObject(data) || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== '$schema'));
}

function placed(recipe: Recipe, folder: string): Recipe {
  const { dataset } = recipe;
  if (!isPath(dataset.name)) return recipe;
  return { ...recipe, dataset: { ...dataset, name: path.resolve(folder, dataset.name) } };
}

function readText(file: string, what: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new StorageError(`${what} could not be read: ${firstLineOf(error)}`, { cause: error });
  }
}

async function importFile(file: string, what: string, load: Load): ReturnType<Load> {
  try {
    return await load(pathToFileURL(file).href);
  } catch (error) {
    throw new InvalidFileError(`${what} could not be loaded: ${firstLineOf(error)}`, {
      cause: error,
    });
  }
}

export function firstLineOf(error: unknown): string {
  return messageOf(error).split('\n')[0]!;
}

/** The exports at the expected places, valid or not; and any other export that looks like a recipe. */
function exportsOf(module: Readonly<Record<string, unknown>>): readonly unknown[] {
  const expected = [module['default'], module['recipes']]
    .flat()
    .filter((value) => isObject(value) && isMeantAsRecipe(value));
  const others = Object.values(module)
    .flat()
    .filter((value) => isObject(value) && 'training' in value && 'model' in value);
  return [...new Set([...expected, ...others])];
}

/**
 * Whether an export is meant as a recipe. A CommonJS module's default export is not: it contains all of its exports.
 */
function isMeantAsRecipe(value: object): boolean {
  return ['name', 'title', 'model', 'training', 'dataset'].some((key) => key in value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
