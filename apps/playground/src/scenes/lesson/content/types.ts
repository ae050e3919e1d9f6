/** The shape of the lesson's texts in one language. `structure.ts` has what does not depend on the language. */
import type { PartId } from './structure';

/** Formulas are the same in all languages (article/formulas.tsx). */
export type FormulaName = 'squaredError' | 'sample' | 'divergence' | 'loss';

/** A paragraph, in which `*text*` introduces a term; or a formula. */
export type Block = string | { readonly formula: FormulaName };

export interface AnswerText {
  readonly text: string;
  /** Why the answer is right or wrong. */
  readonly why: string;
}

export interface QuestionText {
  readonly question: string;
  readonly answers: readonly AnswerText[];
}

export interface TaskText {
  readonly title: string;
  readonly text: readonly string[];
  /** The text of the link into a scene. */
  readonly link: string;
  readonly question: string;
  /** The answers to choose from; empty if the answer is a number. */
  readonly choices: readonly string[];
  /** Shown after a right answer: what it means. */
  readonly right: string;
  /** Shown after another answer: where to look. */
  readonly hint: string;
}

export interface MistakeText {
  readonly title: string;
  readonly text: string;
}

export interface PartText {
  readonly title: string;
  /** One line for the table of contents. */
  readonly summary: string;
  readonly before: readonly QuestionText[];
  readonly text: readonly Block[];
  /** What to try in the widget. */
  readonly trial: string;
  readonly mistakes: readonly MistakeText[];
  readonly tasks: readonly TaskText[];
  readonly after: readonly QuestionText[];
}

export type LessonParts = Readonly<Record<PartId, PartText>>;

/** A step of a plan for a class. */
export interface PlanStep {
  readonly minutes: string;
  readonly text: string;
}

/** The notes for teachers. */
export interface TeacherText {
  readonly heading: string;
  readonly lead: string;
  readonly aimTitle: string;
  readonly aims: readonly string[];
  readonly beforeTitle: string;
  readonly before: readonly string[];
  readonly plansTitle: string;
  readonly plans: readonly { readonly title: string; readonly steps: readonly PlanStep[] }[];
  readonly talkTitle: string;
  readonly talkLead: string;
  /** A question to discuss about each part, and what a good answer contains. */
  readonly talk: Readonly<Record<PartId, { readonly ask: string; readonly expect: string }>>;
  readonly answersTitle: string;
  readonly answersLead: string;
  readonly figuresTitle: string;
  readonly figures: readonly string[];
}
