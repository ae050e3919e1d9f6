/**
 * The recipes that are here: of the installed packages that offer some, and of a file that one names. Listing them loads
 * no tfjs: a recipe is data.
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnknownNameError } from '@speil/api';
import type { Recipe } from '@speil/api';
import * as z from 'zod';
import { UsageError } from '../io/exit.js';
import { isPath, loadHere, reasonOf, recipesOfFile, recipesOfOwnFile } from './modules.js';

/** The command's own package, whose dependencies are Speil's. */
const own = fileURLToPath(new URL('../../package.json', import.meta.url));

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  /** How a package says that it has recipes: the sub-path, among its `exports`, of a module with them. */
  speil: z.object({ recipes: z.string() }).optional(),
});

/** Is told, a line each, which package was left out and why. */
export type Warn = (line: string) => void;

/**
 * A package that is broken costs its own recipes and nothing else.
 *
 * @param cwd recipes of the packages that the project there depends on are listed too.
 */
export async function allRecipes(cwd: string, warn: Warn): Promise<readonly Recipe[]> {
  const found = new Map<string, Recipe>();
  for (const { name, subPath, from } of packagesWithRecipes(cwd)) {
    try {
      const file = createRequire(from).resolve(path.posix.join(name, subPath));
      const load = from === own ? loadHere : undefined;
      for (const recipe of await recipesOfFile(file, `package ${name}`, load)) {
        if (!found.has(recipe.name)) found.set(recipe.name, recipe);
        else warn(`Recipe ${recipe.name} of package ${name} is left out: there is one already.`);
      }
    } catch (error) {
      warn(`The recipes of package ${name} are left out: ${reasonOf(error)}${hint(error)}`);
    }
  }
  return [...found.values()];
}

/** The mistake of most who offer recipes for the first time. */
function hint(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
    ? ' (speil.recipes in its package.json must be a sub-path of its exports)'
    : '';
}

/**
 * @param name a recipe's name, or the path of a module or JSON file (`./my-recipe.mjs`); of a file with several, the
 *   recipe's name follows a `#`.
 * @throws UnknownNameError with the nearest names; NotFoundError, InvalidFileError for a file.
 */
export async function findRecipe(name: string, cwd: string, warn: Warn): Promise<Recipe> {
  const [file, wanted] = fileAndName(name);
  if (file !== undefined) return recipeOfFile(file, wanted, cwd);
  const recipes = await allRecipes(cwd, warn);
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe !== undefined) return recipe;
  const names = recipes.map((candidate) => candidate.name);
  throw new UnknownNameError('recipe', name, names, 'See: speil recipes');
}

function fileAndName(name: string): readonly [file?: string, wanted?: string | undefined] {
  const [, file = name, wanted] = /^(.*\.(?:[cm]?js|json))#([^/\\]*)$/u.exec(name) ?? [];
  return isPath(file) || /\.(?:[cm]?js|json)$/u.test(file) ? [file, wanted] : [];
}

async function recipeOfFile(
  file: string,
  wanted: string | undefined,
  cwd: string,
): Promise<Recipe> {
  const recipes = await recipesOfOwnFile(path.resolve(cwd, file), file);
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

/** Packages that say that they have recipes: of the command's own, then of those that the project above `cwd` depends on. */
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

/** A folder and all above it. */
function folders(from: string): readonly string[] {
  const above = path.dirname(from);
  return above === from ? [from] : [from, ...folders(above)];
}
