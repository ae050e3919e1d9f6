/** What a chapter of the lesson is: models to train, and what is shown of them. The page and the documents are made of it. */
import type { Experiment } from './experiment.js';
import type { Made } from './made.js';
import type { Stage } from './stage.js';

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
