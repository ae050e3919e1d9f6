/** What a recipe's domain decides in a training: where its examples come from, and how a sample is drawn. */
import type { Dataset, Recipe } from '@speil/api';
import type { TrainingPicture } from '@speil/core';
import type { Picture } from '@speil/images';

export interface OpenOptions {
  readonly part: 'train' | 'validation';
  /** Looked into first. */
  readonly dir?: string;
  readonly limit?: number;
  /** Training examples as they are, rather than as training sees them. */
  readonly plain?: boolean;
}

export interface Domain {
  /** Whether a dataset's name is on this machine. */
  isHere(name: string, dir: string | undefined): Promise<boolean>;
  /** @throws NotFoundError where there is no such part. */
  open(name: string, recipe: Recipe, options: OpenOptions): Promise<Dataset>;
  /** One picture of a sample, as the dashboard takes it apart. */
  draw(sample: TrainingPicture, recipe: Recipe): Picture;
}

/** Loads what the domain needs, and no other. */
export async function domainOf({ domain }: Pick<Recipe, 'domain'>): Promise<Domain> {
  return domain === 'images'
    ? (await import('./domain-images.js')).images
    : (await import('./domain-music.js')).music;
}
