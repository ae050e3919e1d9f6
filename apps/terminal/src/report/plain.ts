/**
 * Reports a run as plain lines, for pipes, logs and people who do not want the dashboard. There is one line per epoch,
 * one every ten seconds within an epoch, and one for each change by a person.
 */
import type {
  Command,
  EndReason,
  Losses,
  RunConfig,
  TrainingEvent,
  TrainingEventOf,
  TrainingState,
} from '@speil/api';
import {
  hasKl,
  initialTrainingState,
  reduceTraining,
  scheduledScalars,
  secondsLeft,
  totalSteps,
} from '@speil/api';
import {
  formatCount,
  formatDuration,
  formatLoss,
  formatScalar,
  formatShare,
  plural,
} from './format.js';

/** Milliseconds between lines within an epoch. */
const interval = 10_000;

/** Steps that are older than this, in milliseconds, get no line of their own. */
const history = 5000;

export interface PlainOptions {
  /** Earlier events are not reported; milliseconds since 1970. Default: 0. */
  readonly since?: number;
  readonly now?: () => number;
}

/**
 * @returns a function that takes every event of a run and writes lines. If the source of the events changes and repeats
 *   them from the start, they are not written again.
 */
export function plainReporter(
  write: (line: string) => void,
  { since = 0, now = Date.now }: PlainOptions = {},
): (event: TrainingEvent) => void {
  let state = initialTrainingState;
  let reported = now();
  let newest: TrainingEvent | undefined;
  let retelling = false;
  return (event) => {
    state = reduceTraining(state, event);
    if (event.type === 'run-start' && newest !== undefined) retelling = event.time <= newest.time;
    if (event.time < since) return;
    if (retelling && newest !== undefined && event.time <= newest.time) {
      // Later events of the same millisecond are still reported.
      if (event.type === newest.type && event.time === newest.time) retelling = false;
      return;
    }
    newest = event;
    if (event.type === 'step-end') {
      const time = now();
      if (time - event.time > history || time - reported < interval) return;
      reported = time;
    }
    const line = lineOf(event, state);
    if (line !== undefined) write(line);
  };
}

function lineOf(event: TrainingEvent, state: TrainingState): string | undefined {
  switch (event.type) {
    case 'run-start': {
      const from =
        event.resumedFrom > 0 ? `, resumed from step ${formatCount(event.resumedFrom)}` : '';
      const counts = `${plural(event.trainExamples, 'example')} (${formatCount(event.validationExamples)} to validate)`;
      return `${event.recipe}: ${formatCount(event.parameters)} parameters, ${counts}, engine ${event.engine}${from}`;
    }
    case 'step-end': {
      const left = secondsLeft(state);
      const speed = `${formatCount(state.examplesPerSecond ?? 0)} examples/s`;
      const time = left === undefined ? '' : `  ${formatDuration(left)} left`;
      return `${describePosition(state)}  loss ${describe(event.losses, state)}  ${speed}${time}`;
    }
    case 'epoch-end': {
      const validation =
        event.validation === null ? '' : `  validation ${describe(event.validation, state)}`;
      const best = event.best ? `  best so far${describeScore(event)}` : '';
      return `${describePosition(state)}  train ${describe(event.train, state)}${validation}  ${formatCount(event.examplesPerSecond)} examples/s${best}`;
    }
    case 'steer':
      return `step ${formatCount(event.step)}: ${describeCommand(event.command)}`;
    case 'run-end': {
      const failed = event.reason === 'failed' || event.reason === 'diverged';
      return `${failed ? 'speil: ' : ''}${describeEnd(event.reason, event.step, event.message)}`;
    }
    case 'sample':
    case 'checkpoint':
      return undefined;
  }
}

/** Says which loss chooses the best epoch, since a report should name it; undefined without validation. */
export function describeValidation({ data }: RunConfig): string | undefined {
  const { validation, validationShare: share, limit } = data;
  if (validation === null) return undefined;
  if (share !== undefined) {
    const whole = limit === undefined ? validation.id : `what --limit read of ${validation.id}`;
    return `Validated on ${formatShare(share)} of ${whole}, which is not trained on.`;
  }
  const isTest = validation.id.endsWith('/test');
  return `Validated on ${validation.id}${isTest ? ', which is then not unseen data for eval' : ''}.`;
}

/**
 * If beta changes, the total losses of two epochs have different weights, so another score decides which epoch is
 * better.
 */
function describeScore({ score, validation, train }: TrainingEventOf<'epoch-end'>): string {
  const { total } = validation ?? train;
  if (score === undefined || formatLoss(score) === formatLoss(total)) return '';
  return ` (${formatLoss(score)} with the KL at its final weight)`;
}

/** Describes how a run ended, at which step, and why if that is known. */
export function describeEnd(reason: EndReason, step: number, message: string | undefined): string {
  const why = message === undefined ? '' : `: ${message}`;
  return `${reason} at step ${formatCount(step)}${why}`;
}

/** Describes a person's command in a few words. */
export function describeCommand(command: Command): string {
  if (command.type !== 'set') return command.type;
  const name = scheduledScalars[command.setting].title;
  return command.value === null
    ? `${name} back to its schedule`
    : `${name} = ${formatScalar(command.value)}`;
}

function describePosition(state: TrainingState): string {
  const epochs = state.run?.epochs ?? 0;
  const digits = String(epochs).length;
  const step = `${formatCount(state.step)}/${formatCount(totalSteps(state))}`;
  return `epoch ${String(state.epoch).padStart(digits)}/${epochs}  step ${step}`;
}

function describe({ total, reconstruction, kl }: Losses, state: TrainingState): string {
  const parts = [
    ...(reconstruction === total ? [] : [`reconstruction ${formatLoss(reconstruction)}`]),
    ...(hasKl(state) ? [`KL ${formatLoss(kl)}`] : []),
  ];
  return `${formatLoss(total)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}
