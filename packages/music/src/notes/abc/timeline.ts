/**
 * Determines tempo, metre, key and bars at each time of a tune, including its repeats. abcjs records when each note is
 * played. A change of tempo, metre or key applies from the time at which the next note in the text is played.
 */
import type { TuneObject } from 'abcjs';
import { metreOf, voicesOf, type AbcElement, type AbcKey } from './elements.js';
import { metresOfBars, type NotatedBar } from '../../theory/notated-bars.js';
import type { KeySignature, NoteSequence, TimeSignature } from '../../theory/note-sequence.js';
import { TempoMap } from '../../theory/tempo-map.js';

/** The tempo, metre, key and bar of a note of the text. */
interface State {
  readonly qpm: number;
  readonly metre: { readonly num: number; readonly den: number } | undefined;
  readonly key: AbcKey | undefined;
  /** Number of the bar in the text. */
  readonly bar: number;
}

interface Occurrence {
  readonly seconds: number;
  /** Position in the text. */
  readonly at: number;
  readonly state: State;
}

export interface Timeline {
  readonly tempos: readonly { readonly time: number; readonly qpm: number }[];
  readonly timeSignatures: readonly TimeSignature[];
  readonly keySignatures: readonly KeySignature[];
  /** The key at a time in seconds. */
  keyAt(seconds: number): AbcKey | undefined;
}

/**
 * @param qpm the first tempo, in quarters per minute.
 * @param end end of the last note, in seconds.
 */
export function createTimeline(tune: TuneObject, qpm: number, end: number): Timeline {
  const all = occurrences(tune, qpm);
  const changes = <T>(of: (state: State) => T): { readonly time: number; readonly value: T }[] => {
    const out: { time: number; value: T }[] = [];
    for (const { seconds, state } of all) {
      const value = of(state);
      if (out.length > 0 && out.at(-1)!.value === value) continue;
      out.push({ time: out.length === 0 ? 0 : seconds, value });
    }
    return out;
  };
  const tempos = changes((state) => state.qpm).map(({ time, value }) => ({ time, qpm: value }));
  const keys = changes(({ key }) => key);
  return {
    tempos: tempos.length === 0 ? [{ time: 0, qpm }] : tempos,
    timeSignatures: metresOf(all, { tempos: [...tempos] }, end),
    keySignatures: keys.flatMap(({ time, value }) => {
      const named = value === undefined ? undefined : nameOf(value);
      return named === undefined ? [] : [{ time, ...named }];
    }),
    keyAt: (seconds) => keys.findLast(({ time }) => time <= seconds + 1e-9)?.value,
  };
}

/** The notes of the leading voice in the order in which they are played: a note in a repeat occurs several times. */
function occurrences(tune: TuneObject, first: number): readonly Occurrence[] {
  const secondsPerWhole = 240 / first;
  let state: State = { qpm: first, metre: undefined, key: undefined, bar: 0 };
  const all: Occurrence[] = [];
  let [at, inBar] = [0, 0];
  for (const { staff, elements } of leadingVoice(tune)) {
    if (staff.meter) state = { ...state, metre: metreOf(staff.meter) };
    if (staff.key) state = { ...state, key: keepEqualKey(state.key, staff.key) };
    for (const element of elements) {
      at++;
      if (element.el_type === 'note') {
        inBar++;
        for (const wholes of [element.currentTrackWholeNotes ?? []].flat()) {
          all.push({ seconds: wholes * secondsPerWhole, at, state });
        }
      } else if (element.el_type === 'bar') {
        // Two bar lines in a row count as one.
        if (inBar > 0) state = { ...state, bar: state.bar + 1 };
        inBar = 0;
      } else state = stateAfter(element, state);
    }
  }
  return all.sort((a, b) => a.seconds - b.seconds || a.at - b.at);
}

function stateAfter(element: AbcElement, state: State): State {
  switch (element.el_type) {
    case 'tempo': {
      if (element.bpm === undefined) return state;
      const [beat = 1 / 4] = [element.duration ?? []].flat();
      const qpm = element.bpm * beat * 4;
      return qpm > 0 && Number.isFinite(qpm) ? { ...state, qpm } : state;
    }
    case 'meter':
    case 'timeSignature':
      return { ...state, metre: metreOf(element) };
    case 'key':
    case 'keySignature':
      return { ...state, key: keepEqualKey(state.key, element) };
    default:
      return state;
  }
}

/** Returns the current key object if the new key is equal to it, because each line of a tune repeats the key. */
function keepEqualKey(now: AbcKey | undefined, next: AbcKey): AbcKey {
  const text = ({ root, acc, mode, accidentals }: AbcKey) =>
    JSON.stringify([root, acc, mode, accidentals?.map(({ acc: sign, note }) => [sign, note])]);
  return now !== undefined && text(now) === text(next) ? now : next;
}

/** The voice with the most changes of tempo and metre. On a tie, the first such voice. */
function leadingVoice(tune: TuneObject): ReturnType<typeof voicesOf>[number] {
  const countChanges = (voice: ReturnType<typeof voicesOf>[number]): number =>
    voice
      .flatMap(({ elements }) => elements)
      .filter(({ el_type: type }) => type === 'tempo' || type === 'meter').length;
  const [first = [], ...others] = voicesOf(tune);
  return others.reduce(
    (most, voice) => (countChanges(voice) > countChanges(most) ? voice : most),
    first,
  );
}

function metresOf(
  all: readonly Occurrence[],
  { tempos }: Pick<NoteSequence, 'tempos'>,
  end: number,
): readonly TimeSignature[] {
  const map = TempoMap.ofSequence({ ...(tempos && { tempos }) }, 960);
  const bars: NotatedBar[] = [];
  let before: Occurrence | undefined;
  for (const occurrence of all) {
    const { state, seconds, at } = occurrence;
    const isNew = before === undefined || state.bar !== before.state.bar || at < before.at;
    before = occurrence;
    if (!isNew || state.metre === undefined) continue;
    const { num: numerator, den: denominator } = state.metre;
    bars.push({ quarter: map.quarterAt(seconds), numerator, denominator });
  }
  const metres = metresOfBars(bars, map.quarterAt(end));
  const written = metres.map(({ quarter, numerator, denominator }, i) => ({
    time: i === 0 ? 0 : map.secondsAtQuarter(quarter),
    numerator,
    denominator,
  }));
  return written.length > 0 ? written : [{ time: 0, numerator: 4, denominator: 4 }];
}

const tonics: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
/** The number of each mode in a NoteSequence, by the first three letters of its name in ABC. */
const modes: Readonly<Record<string, number>> = {
  ...{ '': 0, maj: 0, ion: 0, m: 1, min: 1, aeo: 1 },
  ...{ mix: 3, dor: 4, phr: 5, lyd: 6, loc: 7 },
};

const signs: Readonly<Record<string, number>> = { '#': 1, sharp: 1, b: -1, flat: -1 };

function nameOf({ root = '', acc, mode = '' }: AbcKey): { key: number; mode: number } | undefined {
  const tonic = tonics[root];
  const number = modes[mode.toLowerCase().slice(0, 3)];
  if (tonic === undefined || number === undefined) return undefined;
  const sign = signs[acc ?? ''] ?? 0;
  return { key: (tonic + sign + 12) % 12, mode: number };
}
