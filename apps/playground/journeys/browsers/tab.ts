/**
 * A tab of a browser that Playwright does not drive: WebKitGTK and Firefox as Debian ships them. Most visitors without
 * Chromium use one of these two engines. The interface is small, so that a journey is the same for both browsers.
 */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Tab {
  goto(url: string): Promise<void>;
  /** Runs a function in the page. The function sees only its argument, which is JSON, and no variables of the test. */
  evaluate<Result, Given = undefined>(
    script: (given: Given) => Result,
    given?: Given,
  ): Promise<Awaited<Result>>;
  /**
   * Presses the mouse at the first point, moves it over the others, and releases it at the last one. Points are in CSS
   * pixels of the window.
   */
  drag(places: readonly Place[]): Promise<void>;
}

export interface OtherBrowser {
  readonly name: string;
  /** @returns the reason why the browser cannot be driven here; undefined if it can. */
  missing: () => string | undefined;
  /** A window of 1280 x 900 with an empty profile. */
  open: () => Promise<{ readonly tab: Tab; readonly close: () => Promise<void> }>;
}

export const windowSize = { width: 1280, height: 900 };
