/** Keeps the address a link to what is seen, and follows it when a person changes it. */

/** Milliseconds between two writings of the address: browsers allow about three a second. */
const linkInterval = 500;

export interface AddressOptions {
  /** The state as a fragment. */
  readonly encode: () => string;
  /** Takes over the state of a fragment. */
  readonly restore: (fragment: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** True while the state is not worth a link. */
  readonly unsettled?: () => boolean;
}

/** Restores what the address says at once. @returns a function that stops. */
export function keepAddress({
  encode,
  restore,
  subscribe,
  unsettled = () => false,
}: AddressOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    timer = undefined;
    if (unsettled()) return;
    const fragment = encode();
    if (fragment === location.hash) return;
    history.replaceState(history.state, '', fragment === '' ? location.pathname : fragment);
  };
  const read = (): void => {
    if (location.hash !== encode()) restore(location.hash);
  };
  read();
  addEventListener('hashchange', read);
  const unsubscribe = subscribe(() => {
    timer ??= setTimeout(write, linkInterval);
  });
  return () => {
    clearTimeout(timer);
    removeEventListener('hashchange', read);
    unsubscribe();
  };
}
