/**
 * The events of a run so far in bounded memory, for a screen that attaches late. If there are too many steps,
 * neighbouring steps are merged, and only the newest pictures and checkpoints are kept. The reducer computes the same
 * state from them as from the whole log, at the resolution of a curve.
 */
import { combineLosses, type TrainingEvent, type TrainingEventOf } from '@speil/api';

/** Number of steps that are kept individually. If there are more than twice as many, neighbours are merged in pairs. */
const stepCapacity = 512;

export class EventHistory {
  #events: TrainingEvent[] = [];
  #steps = 0;

  constructor(events: Iterable<TrainingEvent> = []) {
    for (const event of events) this.add(event);
  }

  get events(): readonly TrainingEvent[] {
    return this.#events;
  }

  add(event: TrainingEvent): void {
    if (event.type === 'run-start' && event.resumedFrom === 0) {
      this.#events = [];
      this.#steps = 0;
    }
    this.#events.push(event);
    if (event.type !== 'step-end') return;
    this.#steps += 1;
    if (this.#steps >= 2 * stepCapacity) this.#compact();
  }

  #compact(): void {
    const compact: TrainingEvent[] = [];
    const seen = new Set<string>();
    let later: TrainingEventOf<'step-end'> | undefined;
    let steps = 0;
    // Go from the end to the start, so that the newest picture is found first, and a merged pair is at the position of
    // its later step.
    for (const event of this.#events.toReversed()) {
      if (event.type === 'step-end') {
        if (later === undefined) {
          later = event;
          steps += 1;
          compact.push(event);
        } else {
          compact[compact.lastIndexOf(later)] = mergeSteps(event, later);
          later = undefined;
        }
        continue;
      }
      if (event.type === 'sample' || event.type === 'checkpoint') {
        const key = event.type === 'sample' ? event.kind : event.type;
        if (seen.has(key)) continue;
        seen.add(key);
      }
      compact.push(event);
    }
    this.#events = compact.reverse();
    this.#steps = steps;
  }
}

/** Merges two neighbouring steps: examples and seconds are summed, losses are means weighted by examples. */
function mergeSteps(
  a: TrainingEventOf<'step-end'>,
  b: TrainingEventOf<'step-end'>,
): TrainingEventOf<'step-end'> {
  const examples = a.examples + b.examples;
  const mean = (x: number, y: number): number => (x * a.examples + y * b.examples) / examples;
  return {
    ...b,
    examples,
    seconds: a.seconds + b.seconds,
    losses: combineLosses(a.losses, b.losses, mean),
  };
}
