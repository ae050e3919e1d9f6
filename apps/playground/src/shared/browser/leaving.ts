/** Announces that a person is about to leave the page for another one of the site. */

/** To another scene, or to the same one in another language. */
export type Leaving = 'scene' | 'language';

const listeners = new Set<(why: Leaving) => void>();

/** @returns a function that stops listening. */
export function onLeaving(listener: (why: Leaving) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Call it before the address is read. */
export function leave(why: Leaving): void {
  for (const listener of listeners) listener(why);
}
