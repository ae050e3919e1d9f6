/**
 * A loaded model together with the items of its domain. It reads an item from a file, writes one to a file, shows
 * several as one picture, and encodes and decodes under the conditions that the options give. Commands use this
 * interface for every domain.
 */
import type { LatentModel, LatentSpec, PictureFit } from '@speil/api';
import type { LatentSampler } from '@speil/core';
import type { Picture } from '@speil/images';
import type { EngineOption } from '../engines/engines.js';

/** The options that a model may use. Each domain rejects the options that do not apply to it. */
export interface LatentOptions extends EngineOption {
  readonly temperature?: number;
  readonly seed?: number;
  /** For pictures: the class, whether brightness is inverted, and how other proportions are fitted. */
  readonly label?: number;
  readonly invert?: boolean;
  readonly fit?: PictureFit;
  /** For pictures: a dataset whose items are read by their numbers, instead of files. */
  readonly items?: ItemsOptions;
  /** For music: the chords and the key to condition on, the tempo, and the bar of a file to start from. */
  readonly chords?: readonly string[];
  readonly key?: number;
  readonly qpm?: number;
  readonly bar?: number;
}

export interface ItemsOptions {
  /** The name of a dataset, or a path. */
  readonly data: string;
  /** The folder that is searched first. */
  readonly dataDir?: string;
  /** The part of the dataset. */
  readonly split: 'train' | 'test';
}

/** The items that a command's options name; nothing without `--data`. */
export function itemsOf({
  data,
  dataDir,
  split,
}: Partial<ItemsOptions> & Pick<ItemsOptions, 'split'>): { readonly items?: ItemsOptions } {
  if (data === undefined) return {};
  return { items: { data, split, ...(dataDir !== undefined && { dataDir }) } };
}

/** A model whose conditions, temperature and tempo are already set. */
export type ConditionedModel<T> = LatentModel<T, never, LatentSpec>;

export interface LatentSpace<T> {
  /** The name of the model in messages. */
  readonly name: string;
  /** The model for sampled latents. */
  readonly forSamples: ConditionedModel<T>;
  /** The model for items from files, and for latents between and around the latents of these items. */
  readonly forItems: ConditionedModel<T>;
  readonly prior: LatentSampler;
  /**
   * Whether latents can be sampled from a prior. False for a plain autoencoder, whose training does not shape the
   * distribution of the latents.
   */
  readonly hasPrior: boolean;
  /** Extension of a file with an item, such as `.png`. */
  readonly extension: string;
  /** Whether several items in sequence make one item, as bars of music do. */
  readonly joins: boolean;
  /** Checks a number of items before they are decoded. @throws UsageError if they would not fit in memory. */
  refuseTooMany(count: number): void;
  /** Reads one item from a file, or from a dataset by its number. */
  readOne(file: string): Promise<T>;
  /** Reads all items of a file, in order. */
  readAll(file: string): Promise<readonly T[]>;
  /** @param items one item, or several if items can be joined. @returns the path, as the person wrote it. */
  write(file: string, items: readonly T[]): string;
  /** Draws items as one picture, row by row. @param columns preferred number of columns. */
  overview(items: readonly T[], columns?: number): Picture;
  /** Draws originals above their reconstructions. */
  pairs(originals: readonly T[], reconstructions: readonly T[]): Picture;
}

/** @returns the first option of `unused` that was given, as it is written on the command line. */
export function findUnusedOption(
  options: LatentOptions,
  unused: readonly (keyof LatentOptions)[],
): string | undefined {
  return unused.find((key) => options[key] !== undefined && options[key] !== false);
}
