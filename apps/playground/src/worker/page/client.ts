/** The page's end of the worker: questions become promises. One map holds all questions that wait for their answer. */
import type { Ask, AnswerOf, FromWorker, Opening, PartOf, QuestionOf } from '../protocol/messages';
import { ModelError, toWorkerFailure } from './failure';
import { takeWorker } from './preload';

export interface WorkerClient {
  /**
   * @param onPart receives the partial answers.
   * @returns the answer. Rejects with a ModelError when the question fails or the worker breaks.
   */
  readonly ask: <Name extends Ask>(
    name: Name,
    question: QuestionOf<Name>,
    onPart?: (part: PartOf<Name>) => void,
  ) => Promise<AnswerOf<Name>>;
  /**
   * Like `ask`, but for background work: a failure goes to `onFailed`, and parts of a replaced question are dropped.
   */
  readonly stream: <Name extends Ask>(
    name: Name,
    question: QuestionOf<Name>,
    onPart: (part: PartOf<Name>) => void,
  ) => void;
  /** Ends the worker and rejects the questions that still wait. */
  readonly close: () => void;
}

export interface WorkerClientOptions {
  /** What the scene needs first. */
  readonly opening: Opening;
  /** Called once the scene's first model is loaded. */
  readonly onReady?: () => void;
  /** Called if the model cannot be loaded, the worker breaks, or background work fails. */
  readonly onFailed: (error: unknown) => void;
}

interface Pending {
  readonly onPart: (part: never) => void;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

export function openWorkerClient({
  opening,
  onReady = () => undefined,
  onFailed,
}: WorkerClientOptions): WorkerClient {
  const worker = takeWorker(opening);
  const pending = new Map<number, Pending>();
  let lastId = 0;
  /** The newest question of each kind that is asked with `stream`. */
  const newest = new Map<Ask, symbol>();
  /** Why there are no more answers; undefined while there are. */
  let ended: Error | undefined;

  function end(error: Error): void {
    ended = error;
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    const question = pending.get(message.id);
    if (question === undefined) return;
    if (message.type === 'part') {
      question.onPart(message.value as never);
      return;
    }
    pending.delete(message.id);
    if (message.type === 'answer') question.resolve(message.value as never);
    else question.reject(new ModelError(message));
  };
  worker.onerror = (event) => {
    const error = new ModelError(toWorkerFailure(event));
    end(error);
    onFailed(error);
  };

  const client: WorkerClient = {
    ask(ask, question, onPart = () => undefined) {
      return new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        const id = ++lastId;
        pending.set(id, { onPart, resolve, reject });
        worker.postMessage({ id, ask, question });
      });
    },
    stream(name, question, onPart) {
      const own = Symbol(name);
      newest.set(name, own);
      client
        .ask(name, question, (part) => {
          if (newest.get(name) === own) onPart(part);
        })
        .catch(failUnlessEnded);
    },
    close() {
      worker.terminate();
      end(new Error('The scene was closed.'));
    },
  };

  /** A broken worker has already reported its failure, and a closed scene reports none. */
  function failUnlessEnded(error: unknown): void {
    if (ended === undefined) onFailed(error);
  }

  client.ask('open', { opening }).then(onReady, failUnlessEnded);
  return client;
}
