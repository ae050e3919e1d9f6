/** Tempos of a score: what a player is told (`<sound tempo>`), and where it is told nothing, what stands on the page (`<metronome>`). */
import type { Omissions } from '../shared/omissions.js';
import { child, numberIn, shown, textOf, type XmlElement } from '../shared/xml.js';

export interface TempoMark {
  readonly qpm: number;
  /** Whether a player is told so; a mark on the page gives way to that. */
  readonly isSound: boolean;
  /** The element that says how far off its place it sounds. */
  readonly offset: XmlElement | undefined;
}

/** A MIDI file's slowest tempo is 3.58; scores do not go there. */
const [slowest, fastest] = [4, 1e5];

/** Quarters of a `<beat-unit>`. */
const beats: Readonly<Record<string, number>> = {
  long: 16,
  breve: 8,
  whole: 4,
  half: 2,
  quarter: 1,
  eighth: 1 / 2,
  '16th': 1 / 4,
  '32nd': 1 / 8,
  '64th': 1 / 16,
};

/** @param element a `<direction>` or a `<sound>`. */
export function tempoOf(element: XmlElement, omissions: Omissions): TempoMark | undefined {
  const sound = element.name === 'sound' ? element : child(element, 'sound');
  const own = child(sound, 'offset');
  const around = element.name === 'sound' ? undefined : child(element, 'offset');
  // As the standard has it: the offset of a direction moves what is printed, and what sounds where it says so.
  const offset = own ?? (around?.attributes['sound'] === 'yes' ? around : undefined);
  const said = sound?.attributes['tempo'];
  if (said !== undefined) {
    const qpm = numberIn(said, slowest, fastest);
    if (qpm !== undefined) return { qpm, isSound: true, offset };
    omissions.add('tempo | out of range', shown(said));
  }
  const marks = element.children
    .filter(({ name }) => name === 'direction-type')
    .flatMap(({ children }) => children.filter(({ name }) => name === 'metronome'));
  for (const mark of marks) {
    const qpm = quartersAMinute(mark);
    if (qpm !== undefined) return { qpm, isSound: false, offset };
    if (said === undefined) {
      omissions.add('metronome mark | without beats a minute', shown(textOf(mark, 'per-minute')));
    }
  }
  return undefined;
}

/** Of `c. 60` or `60-72` the first number. */
function quartersAMinute(metronome: XmlElement): number | undefined {
  const unit = textOf(metronome, 'beat-unit') ?? '';
  const quarters = Object.hasOwn(beats, unit) ? beats[unit]! : NaN;
  const dots = metronome.children.filter(({ name }) => name === 'beat-unit-dot').length;
  const [minute] = /\d+(?:[.,]\d+)?/u.exec(textOf(metronome, 'per-minute') ?? '') ?? [];
  const qpm = Number(minute?.replace(',', '.')) * quarters * (2 - 2 ** -dots);
  return numberIn(String(qpm), slowest, fastest);
}
