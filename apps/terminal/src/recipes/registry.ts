/**
 * The recipes that are here: of the installed packages that offer some, and of a file that one names. Listing them loads
 * no tfjs: a recipe is data.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  InvalidFileError,
  NotFoundError,
  UnknownNameError,
  parseWith,
  recipeSchema,
} from '@speil/api';
import type { Recipe } from '@speil/api';
import * as builtIn from '@speil/images/recipes';
import * as z from 'zod';

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  /** How a package says that it has recipes: the sub-path that exports them. */
  speil: z.object({ recipes: z.string() }).optional(),
});

/** @param cwd recipes of the packages that the project there depends on are listed too. */
export async function allRecipes(cwd: string): Promise<readonly Recipe[]> {
  const found = recipesOf(builtIn, '@speil/images');
  for (const { name, subPath, from } of packagesWithRecipes(cwd)) {
    if (name === '@speil/images') continue;
    const file = createRequire(from).resolve(path.posix.join(name, subPath));
    found.push(...recipesOf(await importFile(file), name));
  }
  return [...new Map(found.map((recipe) => [recipe.name, recipe])).values()];
}

/**
 * @param name a recipe's name, or the path of a module (`./my-recipe.mjs`) that exports one.
 * @throws UnknownNameError with the nearest names; NotFoundError, InvalidFileError for a file.
 */
export async function findRecipe(name: string, cwd: string): Promise<Recipe> {
  if (/^\.{0,2}[/\\]|\.[cm]?js$/u.test(name)) return recipeOfFile(path.resolve(cwd, name));
  const recipes = await allRecipes(cwd);
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe !== undefined) return recipe;
  const names = recipes.map((candidate) => candidate.name);
  throw new UnknownNameError('recipe', name, names, 'See: speil recipes');
}

async function recipeOfFile(file: string): Promise<Recipe> {
  if (!fs.existsSync(file)) throw new NotFoundError(`${file} is not there.`);
  const [recipe] = recipesOf(await importFile(file), file);
  if (recipe === undefined) {
    throw new InvalidFileError(`${file} exports no recipe. Give it a default export.`);
  }
  return recipe;
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InvalidFileError(`${file} could not be loaded: ${reason}`, { cause: error });
  }
}

/** All that a module exports, recipes one by one or in lists. */
function recipesOf(module: Readonly<Record<string, unknown>>, what: string): Recipe[] {
  return Object.values(module)
    .flat()
    .filter((value) => typeof value === 'object' && value !== null && 'training' in value)
    .map((value) => parseWith(recipeSchema, value, `A recipe of ${what}`));
}

/** Packages that say that they have recipes, among those that the nearest package.json above `cwd` depends on. */
function packagesWithRecipes(
  cwd: string,
): readonly { name: string; subPath: string; from: string }[] {
  const own = fileURLToPath(new URL('../../package.json', import.meta.url));
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

/** A folder and all above it. */
function folders(from: string): readonly string[] {
  const above = path.dirname(from);
  return above === from ? [from] : [from, ...folders(above)];
}
