/**
 * Keeps the address a link to what is seen, and follows it when a person changes it. What the address then says takes the
 * place of what was there as a step that can be taken back; its steps go along to the same scene in another language.
 */
import * as z from 'zod/mini';
import type { Undoable } from './history';
import { onLeaving } from './leaving';
import { keepInTab, takeFromTab } from './tab-storage';

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
    const text = (kept: Kept): string => encode(put(store.get(), kept));
    const steps = { at: location.hash, past: past.map(text), future: future.map(text) };
    keepInTab('steps', JSON.stringify(steps));
  };
  const readSteps = (): void => {
    const steps = stepsOf(takeFromTab('steps'));
    const fits = steps !== undefined && steps.at === location.hash;
    store.remember(
      fits ? { past: steps.past.map(decode), future: steps.future.map(decode) } : undefined,
    );
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

const fragments = z.array(z.string().check(z.maxLength(8192))).check(z.maxLength(100));
const stepsSchema = z.object({ at: z.string(), past: fragments, future: fragments });

function stepsOf(text: string | undefined): z.infer<typeof stepsSchema> | undefined {
  try {
    return stepsSchema.safeParse(JSON.parse(text ?? 'null')).data;
  } catch {
    return undefined;
  }
}
