/**
 * The state of a training run as a pure function of its events. The terminal and the page show this state and have no
 * training state of their own. Memory is bounded: when a curve is full, neighbouring points are merged and the
 * resolution is halved.
 */
import type { Command, EndReason, TrainingEvent, TrainingEventOf } from '../schemas/events.js';
import { combineLosses } from '../contracts/losses.js';
import { scalarNames, type ScalarName } from '../schemas/scheduled-scalars.js';
import type { Losses } from '../schemas/model-file.js';

/** Maximum number of points of a curve. When it is reached, the resolution is halved. */
export const curveCapacity = 1024;

/** One point of the training curve: the mean over the last `steps` steps up to `step`. */
export interface CurvePoint extends Losses {
  /** The last step that the point covers. */
  readonly step: number;
  /** Number of steps that the point covers. */
  readonly steps: number;
}

/** A change that a person made, shown as a mark on the curve. */
export interface SteerMark {
  /** The last step before the change. */
  readonly step: number;
  /** The command that the person sent. */
  readonly command: Command;
}

/** Settings that a person has changed: to a value, or back to their schedules (null). */
export type Steering = Readonly<
  Partial<Record<Extract<Command, { type: 'set' }>['setting'], number | null>>
>;

/** The state of a run, as a screen shows it: what `reduceTraining` computes from the run's events. */
export interface TrainingState {
  /** What the run is doing, or why it ended; `waiting` before its first event. */
  readonly status: 'waiting' | 'running' | 'paused' | EndReason;
  /** Why the run ended, if the status does not explain it. */
  readonly message: string | undefined;
  /** The event that began the run: its names and totals; undefined before it. */
  readonly run: TrainingEventOf<'run-start'> | undefined;
  /** Number of steps done. */
  readonly step: number;
  /** The current epoch, from 1; 0 before the first. */
  readonly epoch: number;
  /** The scheduled scalars of the last step; empty before the first. */
  readonly scalars: Readonly<Partial<Record<ScalarName, number>>>;
  /** The losses of the last step. */
  readonly losses: Losses | undefined;
  /** The curve of the losses, at most `curveCapacity` points. */
  readonly curve: readonly CurvePoint[];
  /** Number of steps that a point of `curve` represents. */
  readonly curveStride: number;
  /** The ends of all epochs, with their losses. */
  readonly epochs: readonly TrainingEventOf<'epoch-end'>[];
  /** The newest picture of each kind. */
  readonly samples: Partial<Record<TrainingEventOf<'sample'>['kind'], TrainingEventOf<'sample'>>>;
  /** The newest checkpoint; undefined before the first. */
  readonly checkpoint: TrainingEventOf<'checkpoint'> | undefined;
  /** The changes that a person made, in their order. */
  readonly marks: readonly SteerMark[];
  /** Settings changed after the last step; they apply from the next one on. */
  readonly steered: Steering;
  /** Moving average over about 20 steps. */
  readonly examplesPerSecond: number | undefined;
}

/** The state before the first event. */
export const initialTrainingState: TrainingState = {
  status: 'waiting',
  message: undefined,
  run: undefined,
  step: 0,
  epoch: 0,
  scalars: {},
  losses: undefined,
  curve: [],
  curveStride: 1,
  epochs: [],
  samples: {},
  checkpoint: undefined,
  marks: [],
  steered: {},
  examplesPerSecond: undefined,
};

/** Returns the state after an event. Does not change its arguments. */
export function reduceTraining(state: TrainingState, event: TrainingEvent): TrainingState {
  switch (event.type) {
    case 'run-start':
      return startRun(state, event);
    case 'step-end':
      return endStep(state, event);
    case 'epoch-end':
      return { ...state, epoch: event.epoch, epochs: [...state.epochs, event] };
    case 'sample':
      return { ...state, samples: { ...state.samples, [event.kind]: event } };
    case 'checkpoint':
      return { ...state, checkpoint: event };
    case 'steer':
      return steer(state, event);
    case 'run-end':
      return { ...state, status: event.reason, message: event.message };
  }
}

/** Number of steps of the whole run; 0 before it has started. */
export function totalSteps(state: TrainingState): number {
  return state.run === undefined ? 0 : state.run.stepsPerEpoch * state.run.epochs;
}

/** Whether the model has a KL term; for a plain autoencoder it is always 0. */
export function hasKl({ curve }: TrainingState): boolean {
  return curve.some(({ kl }) => kl !== 0);
}

/** Remaining seconds of training steps, or undefined before the speed is known. */
export function secondsLeft(state: TrainingState): number | undefined {
  const { run, examplesPerSecond } = state;
  if (run === undefined || !examplesPerSecond) return undefined;
  const stepsLeft = Math.max(0, totalSteps(state) - state.step);
  return (stepsLeft / run.stepsPerEpoch) * (run.trainExamples / examplesPerSecond);
}

function startRun(state: TrainingState, event: TrainingEventOf<'run-start'>): TrainingState {
  const upTo = event.resumedFrom;
  if (upTo === 0) return { ...initialTrainingState, status: 'running', run: event };
  // Steps after the checkpoint are repeated, so they are removed from the curves.
  return {
    ...state,
    status: 'running',
    message: undefined,
    run: event,
    step: upTo,
    curve: state.curve.filter((point) => point.step <= upTo),
    epochs: state.epochs.filter((epoch) => epoch.step <= upTo),
    marks: state.marks.filter((mark) => mark.step <= upTo),
    steered: {},
    examplesPerSecond: undefined,
  };
}

function endStep(state: TrainingState, event: TrainingEventOf<'step-end'>): TrainingState {
  const speed = event.seconds > 0 ? event.examples / event.seconds : undefined;
  const before = state.examplesPerSecond;
  return {
    ...state,
    status: state.status === 'paused' ? 'paused' : 'running',
    step: event.step,
    epoch: event.epoch,
    scalars: pickScalars(event),
    losses: event.losses,
    steered: {},
    examplesPerSecond:
      speed === undefined || before === undefined ? speed : before + (speed - before) / 20,
    ...extendCurve(state.curve, state.curveStride, event),
  };
}

function pickScalars(event: TrainingEventOf<'step-end'>): TrainingState['scalars'] {
  return Object.fromEntries(
    scalarNames.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]])),
  );
}

function extendCurve(
  curve: readonly CurvePoint[],
  stride: number,
  { step, losses }: TrainingEventOf<'step-end'>,
): Pick<TrainingState, 'curve' | 'curveStride'> {
  const point: CurvePoint = { step, steps: 1, ...losses };
  const last = curve.at(-1);
  if (last !== undefined && last.steps < stride) {
    return { curve: [...curve.slice(0, -1), merge(last, point)], curveStride: stride };
  }
  if (curve.length < curveCapacity) return { curve: [...curve, point], curveStride: stride };
  const halved: CurvePoint[] = [];
  for (let i = 0; i < curve.length; i += 2) {
    const [a, b] = [curve[i]!, curve[i + 1]];
    halved.push(b === undefined ? a : merge(a, b));
  }
  return { curve: [...halved, point], curveStride: stride * 2 };
}

function merge(a: CurvePoint, b: CurvePoint): CurvePoint {
  const steps = a.steps + b.steps;
  const mean = (x: number, y: number): number => (x * a.steps + y * b.steps) / steps;
  return { step: b.step, steps, ...combineLosses(a, b, mean) };
}

function steer(state: TrainingState, { step, command }: TrainingEventOf<'steer'>): TrainingState {
  const marked = { ...state, marks: [...state.marks, { step, command }] };
  if (command.type === 'pause') return { ...marked, status: 'paused' };
  if (command.type === 'resume' || command.type === 'step') return { ...marked, status: 'running' };
  if (command.type !== 'set') return marked;
  return { ...marked, steered: { ...state.steered, [command.setting]: command.value } };
}
