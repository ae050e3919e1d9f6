/**
 * Reads the tempos of a score: the playback tempo (`<sound tempo>`) or, if there is none, the printed mark
 * (`<metronome>`).
 */
import type { Omissions } from '../shared/omissions.js';
import { child, numberIn, quoteText, textOf, type XmlElement } from '../shared/xml.js';

export interface TempoMark {
  readonly qpm: number;
  /** Whether it is a playback tempo, which takes precedence over printed marks. */
  readonly isSound: boolean;
  /** The `<offset>` element of the tempo. */
  readonly offset: XmlElement | undefined;
}

/** Range of tempos in quarters per minute. The slowest tempo of a MIDI file is 3.58. */
const [slowest, fastest] = [4, 1e5];

/** Length of a `<beat-unit>` in quarters. */
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
  const soundOffset = child(sound, 'offset');
  const directionOffset = element.name === 'sound' ? undefined : child(element, 'offset');
  // According to the standard, the offset of a direction moves the printed mark. It moves the sound only with
  // sound="yes".
  const offset =
    soundOffset ?? (directionOffset?.attributes['sound'] === 'yes' ? directionOffset : undefined);
  const soundTempo = sound?.attributes['tempo'];
  if (soundTempo !== undefined) {
    const qpm = numberIn(soundTempo, slowest, fastest);
    if (qpm !== undefined) return { qpm, isSound: true, offset };
    omissions.add('tempo | out of range', quoteText(soundTempo));
  }
  const marks = element.children
    .filter(({ name }) => name === 'direction-type')
    .flatMap(({ children }) => children.filter(({ name }) => name === 'metronome'));
  for (const mark of marks) {
    const qpm = quartersPerMinute(mark);
    if (qpm !== undefined) return { qpm, isSound: false, offset };
    if (soundTempo === undefined) {
      omissions.add(
        'metronome mark | without beats per minute',
        quoteText(textOf(mark, 'per-minute')),
      );
    }
  }
  return undefined;
}

/** The tempo of a printed mark. In a text such as `c. 60` or `60-72`, the first number counts. */
function quartersPerMinute(metronome: XmlElement): number | undefined {
  const unit = textOf(metronome, 'beat-unit') ?? '';
  const quarters = Object.hasOwn(beats, unit) ? beats[unit]! : NaN;
  const dots = metronome.children.filter(({ name }) => name === 'beat-unit-dot').length;
  const [minute] = /\d+(?:[.,]\d+)?/u.exec(textOf(metronome, 'per-minute') ?? '') ?? [];
  const qpm = Number(minute?.replace(',', '.')) * quarters * (2 - 2 ** -dots);
  return numberIn(String(qpm), slowest, fastest);
}
