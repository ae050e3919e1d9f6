/** What a tab keeps from one page of the site to the next: gone with the tab, absent where a browser keeps nothing. */

export function keepInTab(key: string, value: string): void {
  try {
    sessionStorage.setItem(`speil.${key}`, value);
  } catch {
    // The next page then begins without it.
  }
}

/** @returns what was kept; it is hostile until a schema has passed it. */
export function keptInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(`speil.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The same, once. */
export function takeFromTab(key: string): string | undefined {
  const value = keptInTab(key);
  try {
    sessionStorage.removeItem(`speil.${key}`);
  } catch {
    // It was not kept.
  }
  return value;
}
