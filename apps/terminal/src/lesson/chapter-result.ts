/** What a chapter of the lesson makes: scores and pictures. */

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** The value that the notebooks of the original lesson, or a paper, give for the same model. */
  readonly printed?: string;
}

export interface SavedPicture {
  /** The path within the lesson's folder. */
  readonly file: string;
  readonly caption: string;
}

export interface ChapterResult {
  readonly figures: readonly Figure[];
  readonly pictures: readonly SavedPicture[];
}
