/** What a chapter of the lesson is: models to train, and what is shown of them. The page and the documents are made of it. */
import type { Stage } from './stage.js';

/** A training, by the recipe that it follows. */
export interface Experiment {
  /** Its run's folder within the lesson's. */
  readonly id: string;
  readonly recipe: string;
  /** Settings of the recipe that differ, as `speil train --set` takes them. */
  readonly set?: readonly string[];
  /** Epochs, where they are not the recipe's. */
  readonly epochs?: number;
  /** Epochs of a quick lesson, on 10,000 digits. */
  readonly quickEpochs: number;
  /** Settings that differ in a quick lesson, beside `set`. */
  readonly quickSet?: readonly string[];
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What the lesson's own notebooks, or a paper, print for the same work. */
  readonly printed?: string;
}

export interface Shown {
  /** Within the lesson's folder. */
  readonly file: string;
  readonly caption: string;
}

export interface Made {
  readonly figures: readonly Figure[];
  readonly pictures: readonly Shown[];
}

export interface Chapter {
  /** What `speil lesson --only` takes. */
  readonly id: string;
  readonly title: string;
  /** What one sees, and why. */
  readonly paragraphs: readonly string[];
  readonly experiments: readonly Experiment[];
  /** What a person can do next, commands. */
  readonly commands: readonly string[];
  show(stage: Stage): Promise<Made>;
}
