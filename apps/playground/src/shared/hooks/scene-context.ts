/** Gives the components of a scene access to its controller, and to slices of the controller's stores. */
'use client';

import { createContext, use } from 'react';
import type { Context } from 'react';
import { useStoreValue } from '../state/store';
import type { Store } from '../state/store';

type Readable<State> = Pick<Store<State, never>, 'get' | 'subscribe'>;

/** What every scene's controller has. */
interface SceneController<State, Answers> {
  /** The state: what a person has done. */
  readonly store: Readable<State>;
  /** The answers of the worker and of the page's files. */
  readonly answers: Readable<Answers>;
}

export interface SceneContext<State, Answers, Controller> {
  /** Holds the controller of the scene that is shown. */
  readonly Provider: Context<Controller | null>;
  readonly useController: () => Controller;
  readonly useScene: <Value>(select: (state: State) => Value) => Value;
  readonly useAnswers: <Value>(select: (answers: Answers) => Value) => Value;
}

/** @param name the name of the scene, for the error message of a component that is used outside of it. */
export function createSceneContext<
  Controller extends SceneController<State, Answers>,
  State = ReturnType<Controller['store']['get']>,
  Answers = ReturnType<Controller['answers']['get']>,
>(name: string): SceneContext<State, Answers, Controller> {
  const Provider = createContext<Controller | null>(null);
  const useController = (): Controller => {
    const controller = use(Provider);
    if (controller === null) throw new Error(`A component of ${name} must be inside its scene.`);
    return controller;
  };
  return {
    Provider,
    useController,
    useScene: (select) => useStoreValue(useController().store, select),
    useAnswers: (select) => useStoreValue(useController().answers, select),
  };
}
