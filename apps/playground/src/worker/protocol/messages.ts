/**
 * The messages between a page and its worker, in one format for pictures and music. Every question has an id. The
 * worker replies with any number of parts, and then with one answer or one failure. A question that a newer one
 * replaces is answered early.
 */
import type { ErrorCode } from '@speil/api';
import { planes } from './images';
import type { ImageExchanges } from './images';
import { musicKinds } from './music';
import type { MusicExchanges } from './music';
import type { TrainExchanges } from './train';

/** What a scene needs first: a plane's model, the models that restore pictures, a model of music, or what trains one. */
export const openings = [...planes, 'restorer', ...musicKinds, 'training'] as const;
export type Opening = (typeof openings)[number];

export interface Exchanges extends ImageExchanges, MusicExchanges, TrainExchanges {
  /** Opens what the scene needs first. */
  readonly open: {
    readonly question: { readonly opening: Opening };
    readonly part: never;
    readonly answer: undefined;
  };
}

export type Ask = keyof Exchanges;
export type QuestionOf<Name extends Ask> = Exchanges[Name]['question'];
export type PartOf<Name extends Ask> = Exchanges[Name]['part'];
export type AnswerOf<Name extends Ask> = Exchanges[Name]['answer'];

export type ToWorker = {
  readonly [Name in Ask]: {
    readonly id: number;
    readonly ask: Name;
    readonly question: QuestionOf<Name>;
  };
}[Ask];

export type FromWorker =
  | { readonly id: number; readonly type: 'part'; readonly value: PartOf<Ask> }
  | { readonly id: number; readonly type: 'answer'; readonly value: AnswerOf<Ask> }
  | {
      readonly id: number;
      readonly type: 'failure';
      readonly reason: string;
      /** The code of one of Speil's own errors. */
      readonly code?: ErrorCode;
    };
