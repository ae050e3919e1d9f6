/**
 * Values that a tab keeps from one page of the site to the next. They are lost when the tab is closed. In a browser
 * that stores nothing there are none.
 */

export function keepInTab(key: string, value: string): void {
  try {
    sessionStorage.setItem(`speil.${key}`, value);
  } catch {
    // The next page starts without it.
  }
}

/** @returns the stored text. Check it with a schema before use. */
export function keptInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(`speil.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Reads and removes a stored text. */
export function takeFromTab(key: string): string | undefined {
  const value = keptInTab(key);
  try {
    sessionStorage.removeItem(`speil.${key}`);
  } catch {
    // It was not stored.
  }
  return value;
}
