/**
 * Keeps the address a link to what is seen, and follows it when a person changes it. What the address then says takes the
 * place of what was there as a step that can be taken back; its steps go along to the same scene in another language.
 */
import { matching, passed } from './schema';
import type { Undoable } from '../state/history';
import { onLeaving } from '../browser/leaving';
import { keepInTab, takeFromTab } from '../browser/tab-storage';

/** Milliseconds between two writings of the address: browsers allow about three a second. */
const linkInterval = 500;

export interface AddressOptions<State, Kept> {
  readonly store: Undoable<State, never, Kept>;
  /** A state as a fragment. */
  readonly encode: (state: State) => string;
  /** The work that a fragment holds; that of the page as it opens where it holds nothing. */
  readonly decode: (fragment: string) => Kept;
  /** Of the store's history. */
  readonly put: (state: State, kept: Kept) => State;
  /** Takes over the state of a fragment. */
  readonly restore: (fragment: string) => void;
  /** True while the state is not worth a link. */
  readonly unsettled?: () => boolean;
}

/** Restores what the address says at once. @returns a function that stops. */
export function keepAddress<State, Kept>({
  store,
  encode,
  decode,
  put,
  restore,
  unsettled = () => false,
}: AddressOptions<State, Kept>): () => void {
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
    if (location.hash !== encode(store.get())) restore(location.hash);
  };
  const writeSteps = (): void => {
    const { past, future } = store.timeline();
    const lines = (mark: string, steps: readonly Kept[]): readonly string[] =>
      steps.map((kept) => mark + encode(put(store.get(), kept)));
    const all = [`@${location.hash}`, ...lines('<', past), ...lines('>', future)];
    keepInTab('steps', all.join('\n'));
  };
  const readSteps = (): void => {
    const [at, ...lines] = linesOf(takeFromTab('steps'));
    const steps = (mark: string): readonly Kept[] =>
      lines.filter((line) => line.startsWith(mark)).map((line) => decode(line.slice(1)));
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

/** The fragment that the steps belong to, then a line each: `<` for what can be taken back, `>` for what can be done again. */
const stepLines = matching(/^@[!-~]*(?:\n[<>][!-~]{0,8192}){0,200}$/u);

function linesOf(text: string | undefined): readonly string[] {
  return passed(stepLines, text)?.split('\n') ?? [];
}
