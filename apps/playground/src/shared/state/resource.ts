/**
 * The answers of a worker or a file: a store of values with one status. It waits until it is ready or has failed, and
 * can be opened again after a failure. A question that changes several times before its answer is asked only once more.
 */
import { toFailure } from '../../worker/page/failure';
import type { Failure } from '../../worker/page/failure';
import { latestOnly } from './latest-only';
import { createStore } from './store';
import type { Store } from './store';

export interface ResourceStatus {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** The reason of the failure. */
  readonly failure: Failure | undefined;
}

export interface Resource<Values> extends Store<ResourceStatus & Values, Partial<Values>> {
  /** Sets the status to waiting, and calls `open`. */
  readonly open: () => void;
  /** Closes the resource, and opens it again. */
  readonly retry: () => void;
  readonly close: () => void;
  /** Sets the status to ready, unless it has failed. */
  readonly ready: (values?: Partial<Values>) => void;
  /** Sets the status to ready, even after a failure: the failed question has been answered after all. */
  readonly recover: (values: Partial<Values>) => void;
  readonly fail: (error: unknown) => void;
  /**
   * @param ask asks a question and stores its answer; returns undefined if there is nothing to ask.
   * @returns a function to call when the question has changed. If a question rejects, the resource fails, unless it has
   *   been closed or opened again in the meantime.
   */
  readonly latest: (ask: () => Promise<void> | undefined) => () => void;
}

/**
 * @param values the values before the first answer.
 * @param open starts the source of the answers. Returns a function that ends it.
 */
export function createResource<Values extends object>(
  values: Values,
  open: () => (() => void) | undefined,
): Resource<Values> {
  type State = ResourceStatus & Values;
  const store = createStore<State, Partial<State>>((state, change) => ({ ...state, ...change }), {
    ...values,
    status: 'waiting',
    failure: undefined,
  });
  const setStatus = (status: ResourceStatus, change: Partial<Values> = {}): void => {
    store.send({ ...change, ...status } as Partial<State>);
  };
  /** Counts openings and closings: an answer that belongs to an earlier opening is out of date. */
  let generation = 0;
  let end: (() => void) | undefined;
  const resource: Resource<Values> = {
    get: store.get,
    subscribe: store.subscribe,
    send(change) {
      store.send(change as Partial<State>);
    },
    open() {
      generation += 1;
      setStatus({ status: 'waiting', failure: undefined });
      end = open();
    },
    retry() {
      resource.close();
      resource.open();
    },
    close() {
      generation += 1;
      end?.();
      end = undefined;
    },
    ready(change) {
      const { status, failure } = store.get();
      if (status === 'failed') setStatus({ status, failure }, change);
      else resource.recover(change ?? {});
    },
    recover(change) {
      setStatus({ status: 'ready', failure: undefined }, change);
    },
    fail(error) {
      setStatus({ status: 'failed', failure: toFailure(error) });
    },
    latest: (ask) =>
      latestOnly(() => {
        const requested = generation;
        return ask()?.catch((error: unknown) => {
          if (generation === requested) resource.fail(error);
        });
      }),
  };
  return resource;
}
