/** A chapter of the lesson: models to train, and what is shown of them. The page and the documents are made from it. */
import type { Experiment } from './experiment.js';
import type { ChapterResult } from './chapter-result.js';
import type { Stage } from './stage.js';

export interface Chapter {
  /** The name that `speil lesson --only` takes. */
  readonly id: string;
  readonly title: string;
  /** What the pictures show, and why. */
  readonly paragraphs: readonly string[];
  readonly experiments: readonly Experiment[];
  /** Commands to try next. */
  readonly commands: readonly string[];
  show(stage: Stage): Promise<ChapterResult>;
}
