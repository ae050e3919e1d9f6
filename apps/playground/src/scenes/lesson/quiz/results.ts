/**
 * What a person has answered. It is kept on the device, and neither links nor undo hold it. A browser that stores
 * nothing forgets it when the page is left.
 */
import { matching, passed } from '../../../shared/link/schema';
import { createStore } from '../../../shared/state/store';
import type { Store } from '../../../shared/state/store';

/** The chosen answer of each question, and 1 for each solved task, by their names. */
export type Results = Readonly<Record<string, number>>;

type ResultsEvent =
  | { readonly type: 'answer'; readonly name: string; readonly answer: number }
  | { readonly type: 'load'; readonly results: Results }
  | { readonly type: 'clear' };

export interface ResultStore extends Store<Results, ResultsEvent> {
  /** Loads what the device has kept, and keeps each change. @returns a function that stops this. */
  readonly start: () => () => void;
}

const storageKey = 'speil.lesson';
const lines = matching(/^(?:[a-z0-9.-]{1,40}=\d{1,2}(?:\n|$)){0,100}$/u);

export function createResults(): ResultStore {
  const store = createStore(reduceResults, {});
  return {
    ...store,
    start() {
      const results = readResults(stored());
      if (Object.keys(results).length > 0) store.send({ type: 'load', results });
      return store.subscribe(() => {
        keep(writeResults(store.get()));
      });
    },
  };
}

export function reduceResults(results: Results, event: ResultsEvent): Results {
  switch (event.type) {
    case 'answer':
      return { ...results, [event.name]: event.answer };
    case 'load':
      return { ...event.results, ...results };
    case 'clear':
      return {};
  }
}

export function writeResults(results: Results): string {
  return Object.entries(results)
    .map(([name, answer]) => `${name}=${answer}`)
    .join('\n');
}

/** @returns the results of a stored text; none for a text that is not one. */
export function readResults(text: unknown): Results {
  const checked = passed(lines, text);
  if (checked === undefined || checked === '') return {};
  return Object.fromEntries(
    checked.split('\n').flatMap((line) => {
      const [name, answer] = line.split('=');
      return name === undefined || answer === undefined ? [] : [[name, Number(answer)] as const];
    }),
  );
}

function stored(): unknown {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return undefined;
  }
}

function keep(text: string): void {
  try {
    if (text === '') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, text);
  } catch {
    // The results last until the page is left.
  }
}
