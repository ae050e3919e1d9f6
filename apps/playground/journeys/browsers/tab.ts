/**
 * A tab of a browser that Playwright does not drive: Debian's WebKitGTK and Firefox, the engines of most visitors' other
 * browsers. Few calls, so that a journey reads the same for each.
 */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Tab {
  goto(url: string): Promise<void>;
  /** Runs a function in the page. It only has its argument, which is JSON. */
  evaluate<Result, Given = undefined>(
    script: (given: Given) => Result,
    given?: Given,
  ): Promise<Awaited<Result>>;
  /** Presses the mouse at the first place, moves over the others, and releases it at the last. In CSS pixels of the window. */
  drag(places: readonly Place[]): Promise<void>;
}

export interface OtherBrowser {
  readonly name: string;
  /** @returns why the browser cannot be driven here, or undefined when it can. */
  missing: () => string | undefined;
  /** A window of 1280 x 900 with an empty profile. */
  open: () => Promise<{ readonly tab: Tab; readonly close: () => Promise<void> }>;
}

export const windowSize = { width: 1280, height: 900 };
