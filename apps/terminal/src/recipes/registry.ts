/**
 * The available recipes, from installed packages and from a file that the command names. Listing them does not load
 * tfjs, since a recipe is plain data.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnknownNameError } from '@speil/api';
import type { Recipe } from '@speil/api';
import * as z from 'zod';
import { UsageError } from '../io/exit.js';
import { isPath, loadHere, firstLineOf, readRecipes, readRecipeFile } from './modules.js';

/** The command's own package, whose dependencies are trusted. */
const own = fileURLToPath(new URL('../../package.json', import.meta.url));

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  /** The declaration of a package with recipes: the sub-path, one of its `exports`, of the module with the recipes. */
  speil: z.object({ recipes: z.string() }).optional(),
});

/** Called with one line for each package that was skipped, with the reason. */
export type Warn = (line: string) => void;

/**
 * Lists all recipes. A broken package loses only its own recipes.
 *
 * @param cwd a folder. The recipes of the dependencies of the project there are listed as well.
 */
export async function listRecipes(cwd: string, warn: Warn): Promise<readonly Recipe[]> {
  const found = new Map<string, Recipe>();
  for (const { name, subPath, from } of packagesWithRecipes(cwd)) {
    try {
      const file = createRequire(from).resolve(path.posix.join(name, subPath));
      const load = from === own ? loadHere : undefined;
      for (const recipe of await readRecipes(file, `package ${name}`, load)) {
        if (!found.has(recipe.name)) found.set(recipe.name, recipe);
        else warn(`Recipe ${recipe.name} of package ${name} is left out: its name is taken.`);
      }
    } catch (error) {
      warn(`The recipes of package ${name} are left out: ${firstLineOf(error)}${hint(error)}`);
    }
  }
  return [...found.values()];
}

/** The most common mistake in a package with recipes. */
function hint(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
    ? ' (speil.recipes in its package.json must be a sub-path of its exports)'
    : '';
}

/**
 * @param name the name of a recipe, or the path of a module or a JSON file (`./my-recipe.mjs`). If the file has several
 *   recipes, the path is followed by `#` and the name of the recipe.
 * @throws UnknownNameError with the nearest names; NotFoundError, InvalidFileError for a file.
 */
export async function findRecipe(name: string, cwd: string, warn: Warn): Promise<Recipe> {
  const [file, wanted] = fileAndName(name);
  if (file !== undefined) return findInFile(file, wanted, cwd);
  const recipes = await listRecipes(cwd, warn);
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe !== undefined) return recipe;
  const names = recipes.map((candidate) => candidate.name);
  throw new UnknownNameError('recipe', name, names, 'See: speil recipes');
}

function fileAndName(name: string): readonly [file?: string, wanted?: string | undefined] {
  const [, file = name, wanted] = /^(.*\.(?:[cm]?js|json))#([^/\\]*)$/u.exec(name) ?? [];
  return isPath(file) || /\.(?:[cm]?js|json)$/u.test(file) ? [file, wanted] : [];
}

async function findInFile(file: string, wanted: string | undefined, cwd: string): Promise<Recipe> {
  const recipes = await readRecipeFile(path.resolve(cwd, file), file);
  const names = recipes.map(({ name }) => name);
  if (wanted === undefined) {
    if (recipes.length === 1) return recipes[0]!;
    throw new UsageError(
      `${file} has ${recipes.length} recipes: ${names.join(', ')}. Name one: ${file}#${names[0]}`,
    );
  }
  const recipe = recipes.find(({ name }) => name === wanted);
  if (recipe !== undefined) return recipe;
  throw new UnknownNameError(`recipe of ${file}`, wanted, names);
}

/** Packages with recipes: the command's dependencies, then the dependencies of the project above `cwd`. */
function packagesWithRecipes(
  cwd: string,
): readonly { name: string; subPath: string; from: string }[] {
  const project = folders(cwd)
    .map((folder) => path.join(folder, 'package.json'))
    .find((file) => fs.existsSync(file));
  const seen = new Set<string>();
  return [own, ...(project === undefined ? [] : [project])].flatMap((from) => {
    const manifest = readManifest(from);
    const names = Object.keys({ ...manifest?.dependencies, ...manifest?.devDependencies });
    return names.flatMap((name) => {
      if (seen.has(name)) return [];
      seen.add(name);
      const subPath = installedManifest(name, path.dirname(from))?.speil?.recipes;
      return subPath === undefined ? [] : [{ name, subPath, from }];
    });
  });
}

function installedManifest(
  name: string,
  from: string,
): z.output<typeof manifestSchema> | undefined {
  const file = folders(from)
    .map((folder) => path.join(folder, 'node_modules', name, 'package.json'))
    .find((candidate) => fs.existsSync(candidate));
  return file === undefined ? undefined : readManifest(file);
}

function readManifest(file: string): z.output<typeof manifestSchema> | undefined {
  try {
    return manifestSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A folder and all its ancestors. */
function folders(from: string): readonly string[] {
  const above = path.dirname(from);
  return above === from ? [from] : [from, ...folders(above)];
}
