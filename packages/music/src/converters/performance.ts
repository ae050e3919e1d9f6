/**
 * Encodes one track as performance events: note-on, note-off, time-shift and velocity-change (Oore et al. 2018, section 3.1),
 * in the steps of a quantised sequence.
 */
import type { Note } from '../theory/note-sequence.js';
import type { QuantizedNote } from './converter.js';

export type PerformanceEvent =
  | { readonly type: 'note-on'; readonly pitch: number }
  | { readonly type: 'note-off'; readonly pitch: number }
  | { readonly type: 'time-shift'; readonly steps: number }
  | { readonly type: 'velocity-change'; readonly bin: number };

export interface PerformanceForm {
  /** The longest time-shift, in steps. */
  readonly maxShift: number;
  /** Number of velocity bins, which are numbered from 1. If it is 0, velocities are discarded. */
  readonly velocityBins: number;
}

/** Number of MIDI velocities in one bin. */
const binSize = (bins: number): number => Math.ceil(127 / bins);
/** The lowest velocity of a bin. */
const velocityOf = (bin: number, bins: number): number => (bin - 1) * binSize(bins) + 1;

/**
 * Encodes notes as events, in the order of steps. Notes are sorted by their start in seconds, then by pitch, and events
 * of the same step keep this order.
 */
export function performanceEvents(
  notes: readonly QuantizedNote[],
  { maxShift, velocityBins }: PerformanceForm,
): PerformanceEvent[] {
  const sorted = [...notes].sort(
    (a, b) => (a.startTime ?? 0) - (b.startTime ?? 0) || a.pitch - b.pitch,
  );
  const moments = sorted
    .flatMap(({ start, end }, index) => [
      { step: start, index, ends: 0 },
      { step: end, index, ends: 1 },
    ])
    .sort((a, b) => a.step - b.step || a.index - b.index || a.ends - b.ends);
  const events: PerformanceEvent[] = [];
  let now = 0;
  let bin = velocityBins;
  for (const { step, index, ends } of moments) {
    shift(events, step - now, maxShift);
    now = Math.max(now, step);
    const { pitch, velocity } = sorted[index]!;
    if (ends === 1) {
      events.push({ type: 'note-off', pitch });
      continue;
    }
    if (velocityBins > 0) {
      const next = Math.floor((velocity - 1) / binSize(velocityBins)) + 1;
      if (next !== bin) events.push({ type: 'velocity-change', bin: next });
      bin = next;
    }
    events.push({ type: 'note-on', pitch });
  }
  return events;
}

function shift(events: PerformanceEvent[], steps: number, maxShift: number): void {
  for (let left = steps; left > 0; left -= maxShift) {
    events.push({ type: 'time-shift', steps: Math.min(left, maxShift) });
  }
}

/** Makes the events last exactly `steps` steps: appends time shifts, or cuts off the end. */
export function fitDuration(
  events: readonly PerformanceEvent[],
  steps: number,
  maxShift: number,
): PerformanceEvent[] {
  const fitted = [...events];
  let now = 0;
  for (const event of fitted) now += event.type === 'time-shift' ? event.steps : 0;
  while (now > steps && fitted.length > 0) {
    const last = fitted.pop()!;
    if (last.type !== 'time-shift') continue;
    now -= last.steps;
    if (now >= steps) continue;
    fitted.push({ type: 'time-shift', steps: steps - now });
    now = steps;
  }
  const last = fitted.at(-1);
  if (now < steps && last?.type === 'time-shift') {
    const longer = Math.min(steps - now, maxShift - last.steps);
    fitted[fitted.length - 1] = { type: 'time-shift', steps: last.steps + longer };
    now += longer;
  }
  shift(fitted, steps - now, maxShift);
  return fitted;
}

/** Decodes events to notes. A note without a note-off lasts to the end. A note of length 0 is left out. */
export function notesOfPerformance(
  events: readonly PerformanceEvent[],
  { velocityBins }: PerformanceForm,
  mark: Pick<Note, 'instrument' | 'program' | 'isDrum'>,
): Note[] {
  const open = new Map<number, { start: number; velocity: number | undefined }[]>();
  const notes: Note[] = [];
  let now = 0;
  // As in `performanceEvents`, the velocity starts in the loudest bin.
  let velocity = velocityBins > 0 ? velocityOf(velocityBins, velocityBins) : undefined;
  const close = (pitch: number): void => {
    const started = open.get(pitch)?.shift();
    if (started === undefined || started.start >= now) return;
    notes.push({
      pitch,
      ...(started.velocity !== undefined && { velocity: started.velocity }),
      quantizedStartStep: started.start,
      quantizedEndStep: now,
      ...mark,
    });
  };
  for (const event of events) {
    switch (event.type) {
      case 'note-on':
        open.set(event.pitch, [...(open.get(event.pitch) ?? []), { start: now, velocity }]);
        break;
      case 'note-off':
        close(event.pitch);
        break;
      case 'time-shift':
        now += event.steps;
        break;
      case 'velocity-change':
        velocity = velocityOf(event.bin, velocityBins);
        break;
    }
  }
  for (const [pitch, started] of [...open].sort(([a], [b]) => a - b)) {
    for (let left = started.length; left > 0; left--) close(pitch);
  }
  return notes;
}
