/** What a chapter of the lesson makes: scores and pictures. */

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
