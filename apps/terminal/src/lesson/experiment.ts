/** An experiment of the lesson: one training. */

/** A training of a recipe. */
export interface Experiment {
  /** The run's folder within the lesson's. */
  readonly id: string;
  readonly recipe: string;
  /** Changed settings of the recipe, as `speil train --set` takes them. */
  readonly set?: readonly string[];
  /** Number of training examples. Default: all. */
  readonly limit?: number;
  /** Number of epochs. Default: the recipe's. */
  readonly epochs?: number;
  /** Number of epochs of a quick lesson, on 10,000 digits. */
  readonly quickEpochs: number;
  /** Settings that a quick lesson changes in addition to `set`. */
  readonly quickSet?: readonly string[];
}
