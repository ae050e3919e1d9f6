/**
 * How the worker answers one question: with any number of parts, then with one answer or one failure, and with nothing
 * after that.
 */
import { isSpeilError } from '@speil/api';
import type { AnswerOf, Ask, FromWorker, PartOf, QuestionOf } from '../protocol/messages';
import type { Work } from './schedule';

export interface Reply<Name extends Ask> {
  readonly part: (value: PartOf<Name>, transfer?: Transferable[]) => void;
  readonly answer: (value: AnswerOf<Name>, transfer?: Transferable[]) => void;
  readonly fail: (error: unknown) => void;
}

/** The handlers of a set of questions. */
export type Handlers<Names extends Ask> = {
  readonly [Name in Names]: (question: QuestionOf<Name>, reply: Reply<Name>) => void;
};

export function createReply<Name extends Ask>(
  id: number,
  post: (message: FromWorker, transfer?: Transferable[]) => void,
): Reply<Name> {
  let settled = false;
  return {
    part(value, transfer) {
      if (!settled) post({ id, type: 'part', value }, transfer);
    },
    answer(value, transfer) {
      if (!settled) post({ id, type: 'answer', value }, transfer);
      settled = true;
    },
    fail(error) {
      const reason = error instanceof Error ? error.message : String(error);
      const code = isSpeilError(error) ? { code: error.code } : {};
      if (!settled) post({ id, type: 'failure', reason, ...code });
      settled = true;
    },
  };
}

/** Wraps work, so that its question fails if the work throws. */
export function answering(
  { fail }: Pick<Reply<Ask>, 'fail'>,
  work: () => Promise<void> | void,
): Work {
  return async () => {
    try {
      await work();
    } catch (error) {
      fail(error);
    }
  };
}
