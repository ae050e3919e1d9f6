/** An experiment of the lesson: one training. */

/** A training of a recipe. */
export interface Experiment {
  /** The folder of the run within the lesson's folder. */
  readonly id: string;
  /** A recipe, or a family for which `data` is given. */
  readonly recipe: string;
  /** Name of the dataset. Default: the digits. */
  readonly data?: string;
  /** Changes of the recipe's settings, as `speil train --set` takes them. */
  readonly set?: readonly string[];
  /** Number of training examples. Default: all. */
  readonly limit?: number;
  /** Number of epochs. Default: the recipe's. */
  readonly epochs?: number;
  /** Number of epochs in a quick lesson, which has 10,000 digits. */
  readonly quickEpochs: number;
  /** Number of training examples in a quick lesson. Default: as in the whole lesson. */
  readonly quickLimit?: number;
  /** Settings that a quick lesson changes in addition to `set`. */
  readonly quickSet?: readonly string[];
}
