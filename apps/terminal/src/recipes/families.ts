/** Families of models that are fitted to data: a name such as `vae` makes a recipe for the data that are given with it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { nearest, UnknownNameError, type PictureFit, type Recipe } from '@speil/api';
import type { FitRequest } from '../domains/domain.js';
import { findFamily, isNamedDataset, listFamilies } from '../domains/registry/domains.js';
import { UsageError } from '../io/exit.js';
import { findRecipe, type Warn } from './registry.js';

/** Options of a command that select data and, for a family, the size of the model. */
export interface FamilyOptions {
  readonly data?: string | undefined;
  readonly dataDir?: string;
  readonly limit?: number;
  /** How pictures whose proportions differ from the model's are fitted. */
  readonly fit?: PictureFit;
  /** `[width, height]` of the model's pictures. */
  readonly size?: readonly [number, number];
  readonly colour?: boolean;
  readonly grey?: boolean;
  readonly latent?: number;
  /** Width of the network. */
  readonly width?: number;
  /** For music: the length of a window. */
  readonly bars?: number;
  /** For music: the part of a piece. */
  readonly part?: string;
}

interface FoundRecipe {
  readonly recipe: Recipe;
  /** Whether it was made for the data. */
  readonly isFitted: boolean;
}

/**
 * @param name a recipe's name, a file with recipes, or a family.
 * @param options the options of the command; `data` is as `resolveData` returns it.
 * @throws what `findRecipe` and `Domain.fitRecipe` throw; UsageError for an option that only a family has.
 */
export async function findOrFitRecipe(
  name: string,
  options: FamilyOptions,
  { cwd, warn }: { readonly cwd: string; readonly warn: Warn },
): Promise<FoundRecipe> {
  try {
    const recipe = await findRecipe(name, cwd, warn);
    refuseFamilyOptions(name, options);
    return { recipe, isFitted: false };
  } catch (error) {
    // Recipes come first: the families' domains take time to load.
    if (!(error instanceof UnknownNameError)) throw error;
    const family = await findFamily(name);
    if (family === undefined) {
      const known = (await listFamilies()).map((one) => one.name);
      if (nearest(name, known).length === 0) throw error;
      throw new UnknownNameError('recipe', name, known, 'See: speil recipes');
    }
    return { recipe: await family.fitRecipe(name, fitRequest(options, cwd)), isFitted: true };
  }
}

function fitRequest(options: FamilyOptions, cwd: string): FitRequest {
  const { data, dataDir, limit, size, colour, grey, latent, width, fit, bars, part } = options;
  if (colour && grey) throw new UsageError('--colour and --grey exclude each other.');
  return {
    ...(data !== undefined && { data }),
    ...(dataDir !== undefined && { dir: path.resolve(cwd, dataDir) }),
    ...(limit !== undefined && { limit }),
    ...(size !== undefined && { size }),
    ...((colour ?? grey) && { colour: colour === true }),
    ...(latent !== undefined && { latent }),
    ...(width !== undefined && { width }),
    ...(fit !== undefined && { fit }),
    ...(bars !== undefined && { bars }),
    ...(part !== undefined && { part }),
  };
}

/** @throws UsageError for an option that only a family has. */
export function refuseFamilyOptions(
  name: string,
  { size, colour, grey, width, bars, part }: FamilyOptions,
): void {
  const given = Object.entries({ size, colour, grey, width, bars, part }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  throw new UsageError(
    `--${given[0]} makes a model that fits the data; ${name} keeps its model. Use a family, such as: speil train vae --data FOLDER --${given[0]} ...`,
  );
}

/** @returns the name of a dataset, or an absolute path. */
export async function resolveData(
  data: string | undefined,
  cwd: string,
): Promise<string | undefined> {
  return data !== undefined && (await isFolder(data, cwd)) ? path.resolve(cwd, data) : data;
}

/** The name of a dataset means the dataset, even if there is a folder of that name: ./mnist is the folder. */
async function isFolder(name: string, cwd: string): Promise<boolean> {
  return fs.existsSync(path.resolve(cwd, name)) && !(await isNamedDataset(name));
}
