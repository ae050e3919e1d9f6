/**
 * A chapter of the lesson: the models to train, and what it shows about them. The page and the documents are generated
 * from it.
 */
import type { Experiment } from './experiment.js';
import type { ChapterResult } from './chapter-result.js';
import type { Stage } from './stage.js';

export interface Chapter {
  /** The name for `speil lesson --only`. */
  readonly id: string;
  readonly title: string;
  /** What the pictures show, and why. */
  readonly paragraphs: readonly string[];
  readonly experiments: readonly Experiment[];
  /** Commands to try next. */
  readonly commands: readonly string[];
  show(stage: Stage): Promise<ChapterResult>;
}
