/** Announces that a person is about to leave the page for another page of the site. */

/** Where the person goes: to another scene, or to the same scene in another language. */
export type Leaving = 'scene' | 'language';

const listeners = new Set<(why: Leaving) => void>();

/** @returns a function that stops listening. */
export function onLeaving(listener: (why: Leaving) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Announces that a person is about to leave. Call this before the address of the page is read. */
export function leave(why: Leaving): void {
  for (const listener of listeners) listener(why);
}
