/**
 * Keeps the page's address equal to a link to the current state. When a person changes the address, the state follows,
 * and that can be undone. The undo history is carried to the same scene in another language.
 */
import { matching, passed } from './schema';
import type { Undoable } from '../state/history';
import { onLeaving } from '../browser/leaving';
import { keepInTab, takeFromTab } from '../browser/tab-storage';

/** Milliseconds between two updates of the address. Browsers allow about three per second. */
const linkInterval = 500;

export interface AddressOptions<State, Link, Kept> {
  readonly store: Undoable<State, { readonly type: 'restore'; readonly link: Link }, Kept>;
  /** The store's history options; `keep` must also take a link. */
  readonly history: {
    readonly keep: (link: Link) => Kept;
    readonly put: (state: State, kept: Kept) => State;
  };
  /** @returns a state as a fragment. */
  readonly encode: (state: State) => string;
  /** @returns what a fragment restores; undefined for an empty fragment. */
  readonly decode: (fragment: string) => Link | undefined;
  /** What an empty fragment restores. */
  readonly defaults: Link;
  /** Restores a link. Default: by sending it to the store. */
  readonly restore?: (link: Link) => void;
  /** Whether the state is unfinished and should not be written to the address yet. */
  readonly unsettled?: () => boolean;
}

/**
 * Restores the state of the address at once, and then keeps the address equal to the state.
 *
 * @returns a function that stops this.
 */
export function keepAddress<State, Link, Kept>({
  store,
  history: { keep, put },
  encode,
  decode,
  defaults,
  restore = (link) => {
    store.send({ type: 'restore', link });
  },
  unsettled = () => false,
}: AddressOptions<State, Link, Kept>): () => void {
  const linkOf = (fragment: string): Link => decode(fragment) ?? defaults;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (unsettled()) return;
    const fragment = encode(store.get());
    if (fragment === location.hash) return;
    history.replaceState(history.state, '', fragment === '' ? location.pathname : fragment);
  };
  const read = (): void => {
    store.settle();
    if (location.hash !== encode(store.get())) restore(linkOf(location.hash));
  };
  const writeSteps = (): void => {
    const { past, future } = store.timeline();
    const lines = (mark: string, steps: readonly Kept[]): readonly string[] =>
      steps.map((kept) => mark + encode(put(store.get(), kept)));
    const all = [`@${location.hash}`, ...lines('<', past), ...lines('>', future)];
    keepInTab('steps', all.join('\n'));
  };
  const readSteps = (): void => {
    const [at, ...lines] = splitLines(takeFromTab('steps'));
    const steps = (mark: string): readonly Kept[] =>
      lines.filter((line) => line.startsWith(mark)).map((line) => keep(linkOf(line.slice(1))));
    const fits = at === `@${location.hash}`;
    store.remember(fits ? { past: steps('<'), future: steps('>') } : undefined);
  };
  if (location.hash.length > 1) read();
  readSteps();
  addEventListener('hashchange', read);
  const stops = [
    onLeaving((why) => {
      write();
      if (why === 'language') writeSteps();
    }),
    store.subscribe(() => {
      timer ??= setTimeout(write, linkInterval);
    }),
  ];
  return () => {
    clearTimeout(timer);
    removeEventListener('hashchange', read);
    for (const stop of stops) stop();
  };
}

/**
 * The stored history: the fragment that it belongs to, then one line for each step, with `<` for undo and `>` for redo.
 */
const stepLines = matching(/^@[!-~]*(?:\n[<>][!-~]{0,8192}){0,200}$/u);

function splitLines(text: string | undefined): readonly string[] {
  return passed(stepLines, text)?.split('\n') ?? [];
}
