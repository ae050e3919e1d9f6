/** What an experiment of the lesson is: one training. */

/** A training, by the recipe that it follows. */
export interface Experiment {
  /** Its run's folder within the lesson's. */
  readonly id: string;
  readonly recipe: string;
  /** Settings of the recipe that differ, as `speil train --set` takes them. */
  readonly set?: readonly string[];
  /** Of the training data, the first so many. Default: all. */
  readonly limit?: number;
  /** Epochs, where they are not the recipe's. */
  readonly epochs?: number;
  /** Epochs of a quick lesson, on 10,000 digits. */
  readonly quickEpochs: number;
  /** Settings that differ in a quick lesson, beside `set`. */
  readonly quickSet?: readonly string[];
}
