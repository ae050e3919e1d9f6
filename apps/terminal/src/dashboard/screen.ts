/** What the dashboard shows: which pane, and how. */

export const panes = ['overview', 'curves', 'pictures', 'run'] as const;
export type Pane = (typeof panes)[number];

export interface Screen {
  readonly pane: Pane;
  /** Whether the loss has a logarithmic scale. */
  readonly log: boolean;
  readonly help: boolean;
  /** Number of lines by which a page of text is scrolled down. */
  readonly offset: number;
  /** A question that the next key answers. */
  readonly question: string | undefined;
}

export const initialScreen: Screen = {
  pane: 'overview',
  log: false,
  help: false,
  offset: 0,
  question: undefined,
};
