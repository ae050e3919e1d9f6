/**
 * What a model is of, as commands need it: how an item is read from a file and written to one, how items are shown as one
 * picture, and the model itself with everything told that the options say. Commands work through it and do not ask which it is.
 */
import type { LatentModel, LatentSpec } from '@speil/api';
import type { LatentSampler } from '@speil/core';
import type { Picture } from '@speil/images';
import type { ModelOptions } from '../commands/model.js';
import type { Kind } from '../models/resolve.js';

/** What a model can be told; each medium refuses what it has no use for. */
export interface MediumOptions extends ModelOptions {
  readonly temperature?: number;
  readonly seed?: number;
  /** Of pictures: the class, and whether light and dark are exchanged. */
  readonly label?: number;
  readonly invert?: boolean;
  /** Of music: what is played over, in which key, how fast, and which bar of a file is taken. */
  readonly chords?: readonly string[];
  readonly key?: number;
  readonly qpm?: number;
  readonly bar?: number;
}

/** A model that needs no more telling: conditions, temperature and tempo are in it. */
export type ToldModel<T> = LatentModel<T, never, LatentSpec>;

export interface Medium<T> {
  readonly kind: Kind;
  /** As messages name the model. */
  readonly name: string;
  /** For codes that are drawn. */
  readonly draws: ToldModel<T>;
  /** For items of files, and codes between and around theirs. */
  readonly given: ToldModel<T>;
  readonly prior: LatentSampler;
  /** Whether training draws the codes to a prior, or learns one; of a plain autoencoder nothing does. */
  readonly hasPrior: boolean;
  /** Of a file with an item, such as `.png`. */
  readonly ending: string;
  /** Whether several items, one after the other, are an item. */
  readonly joins: boolean;
  /** @throws UsageError before items are decoded that would not fit in memory. */
  refuseTooMany(count: number): void;
  /** The item that a file stands for. */
  readOne(file: string): Promise<T>;
  /** All items of a file, in order. */
  readAll(file: string): Promise<readonly T[]>;
  /** @param items one, or several where the medium joins. @returns the path, as the person wrote it. */
  write(file: string, items: readonly T[]): string;
  /** Items as one picture, row by row. @param columns a wish. */
  overview(items: readonly T[], columns?: number): Picture;
  /** What was given above what came of it. */
  pairs(given: readonly T[], became: readonly T[]): Picture;
}

/** @returns the first option that is given and is of no use here, as it is written. */
export function uselessOption(
  options: MediumOptions,
  useless: readonly (keyof MediumOptions)[],
): string | undefined {
  return useless.find((key) => options[key] !== undefined && options[key] !== false);
}
