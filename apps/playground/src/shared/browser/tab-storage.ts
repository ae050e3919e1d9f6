/** What a tab keeps from one page of the site to the next. It ends with the tab, and is absent where a browser stores nothing. */

export function keepInTab(key: string, value: string): void {
  try {
    sessionStorage.setItem(`speil.${key}`, value);
  } catch {
    // The next page starts without it.
  }
}

/** @returns what was stored. Check it with a schema before use. */
export function keptInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(`speil.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Reads and removes it. */
export function takeFromTab(key: string): string | undefined {
  const value = keptInTab(key);
  try {
    sessionStorage.removeItem(`speil.${key}`);
  } catch {
    // It was not stored.
  }
  return value;
}
