/**
 * Reads one part of a score, measure by measure. The positions of events are in quarters from the start of their
 * measure, since the start of a measure is known only after all parts have been read. Events that depend on an invalid
 * number are skipped and counted.
 */
import { InvalidFileError } from '@speil/api';
import { transposeChord } from '../../theory/spelling.js';
import { keyOf } from '../../theory/keys.js';
import { limits } from '../../theory/limits.js';
import type { ScoreEvents, ScoreNote } from './events.js';
import { chordSymbolOf, harmonyText } from './harmony.js';
import { PartInstruments } from './instruments.js';
import { metreOf, type Position } from './measures.js';
import { tempoOf } from './tempo.js';
import type { Omissions } from '../shared/omissions.js';
import { child, numberIn, quoteText, textIn, textOf, type XmlElement } from '../shared/xml.js';

export interface PartOf {
  readonly events: ScoreEvents;
  readonly omissions: Omissions;
  /** Name of the file, for messages. */
  readonly what: string;
}

const semitones: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
/** Maximum length of a note, rest or move, in quarters: a note held for a thousand bars. */
const maxLength = 4096;

export class ScorePart {
  readonly #index: number;
  readonly #events: ScoreEvents;
  readonly #omissions: Omissions;
  readonly #what: string;
  readonly #instruments: PartInstruments;
  readonly #readsMetres: boolean;
  /** Divisions per quarter; undefined until the part declares them. */
  #divisions: number | undefined;
  /** Events before the divisions were declared. They are converted to quarters when the divisions are known. */
  #uncounted: (Position & { length?: number })[] = [];
  #transposition = 0;
  readonly #staffLines = new Map<string, number>();
  #measure = -1;
  /** The current and the furthest position, in quarters from the start of the measure. */
  #now = 0;
  #furthest = 0;
  /** End of the last note. */
  #lastNoteEnd = 0;
  /** Start of the last note. The other notes of its chord have the same start. */
  #onset = 0;

  /** @param declared the part's entry in the part list. */
  constructor(index: number, declared: XmlElement | undefined, of: PartOf) {
    this.#index = index;
    this.#events = of.events;
    this.#omissions = of.omissions;
    this.#what = of.what;
    this.#instruments = new PartInstruments(declared, of.omissions);
    this.#readsMetres = of.events.metres.length === 0;
  }

  measure(): void {
    this.end();
    this.#measure++;
    this.#uncounted = [];
    this.#now = 0;
    this.#furthest = 0;
    this.#lastNoteEnd = 0;
  }

  /** Ends the current measure. */
  end(): void {
    const { lengths } = this.#events;
    if (this.#measure < 0) return;
    if (this.#measure === lengths.length) {
      this.#keep(lengths, { written: 0, sounding: 0 }, 'measures');
    }
    const length = lengths[this.#measure]!;
    length.written = Math.max(length.written, this.#furthest);
    length.sounding = Math.max(length.sounding, this.#lastNoteEnd);
  }

  /** Reads a child element of the measure. */
  element(element: XmlElement): void {
    switch (element.name) {
      case 'note':
        return this.#note(element);
      case 'backup':
        return this.#move(-(this.#duration(element) ?? 0));
      case 'forward':
        return this.#move(this.#duration(element) ?? 0);
      case 'attributes':
        return this.#attributes(element);
      case 'harmony':
        return this.#harmony(element);
      case 'direction':
      case 'sound':
        return this.#tempo(element);
      default:
    }
  }

  #note(element: XmlElement): void {
    if (child(element, 'grace') !== undefined) return;
    const length = this.#duration(element);
    const inChord = child(element, 'chord') !== undefined;
    if (!inChord) this.#onset = this.#now;
    const onset = this.#onset;
    if (!inChord) this.#move(length ?? 0);
    if (child(element, 'rest') !== undefined || child(element, 'cue') !== undefined) return;
    if (!length) {
      // An invalid length has already been counted.
      if (length === 0) this.#omissions.add('note | without a length');
      return;
    }
    const lines = this.#staffLines.get(textOf(element, 'staff') ?? '1') ?? 5;
    const { drum, program, isDrum } = this.#instruments.of(element, lines);
    const written = child(element, 'pitch');
    const pitch = written === undefined ? drum : this.#pitch(written);
    if (pitch === undefined) {
      return written === undefined
        ? this.#omissions.add('percussion note | of an unknown drum', staffPositionOf(element))
        : this.#omissions.add(
            'note | without a valid pitch',
            quoteText(written.children.map(textIn).join(' ')),
          );
    }
    const dynamics = Number(element.attributes['dynamics'] ?? NaN);
    const voice = textOf(element, 'voice');
    const note: ScoreNote = {
      measure: this.#measure,
      offset: onset,
      length,
      pitch,
      // MusicXML gives dynamics in percent of forte, velocity 90.
      velocity: dynamics > 0 ? Math.max(1, Math.min(127, Math.round(dynamics * 0.9))) : undefined,
      instrument: this.#index,
      program,
      isDrum,
      voice: voice !== undefined && /^\d{1,6}$/u.test(voice) ? Number(voice) : 0,
      isTied: element.children.some(
        ({ name, attributes }) => name === 'tie' && attributes['type'] === 'start',
      ),
    };
    this.#keep(this.#events.notes, note, 'notes');
    this.#lastNoteEnd = Math.max(this.#lastNoteEnd, onset + length);
    this.#trackUncounted(note);
  }

  #pitch(pitch: XmlElement): number | undefined {
    const step = semitones[textOf(pitch, 'step') ?? ''];
    const octave = numberIn(textOf(pitch, 'octave'), -1, 10);
    const alter = numberIn(textOf(pitch, 'alter') ?? '0', -4, 4);
    if (step === undefined || octave === undefined || alter === undefined) return undefined;
    // Quarter tones are rounded up to a semitone.
    const sounding = 12 * (octave + 1) + step + Math.ceil(alter) + this.#transposition;
    return Number.isInteger(sounding) && sounding >= 0 && sounding <= 127 ? sounding : undefined;
  }

  #attributes(element: XmlElement): void {
    const divisions = this.#numberOf(
      element,
      'divisions',
      1e-3,
      1e6,
      'number | of divisions out of range',
    );
    if (divisions !== undefined) this.#divide(divisions);
    const transpose = child(element, 'transpose');
    if (transpose !== undefined) {
      const octaves = this.#numberOf(
        transpose,
        'octave-change',
        -10,
        10,
        'transposition | out of range',
      );
      const chromatic = this.#numberOf(
        transpose,
        'chromatic',
        -127,
        127,
        'transposition | out of range',
      );
      this.#transposition = Math.round(12 * (octaves ?? 0)) + Math.round(chromatic ?? 0);
    }
    for (const details of element.children.filter(({ name }) => name === 'staff-details')) {
      const lines = numberIn(textOf(details, 'staff-lines'), 0, 100);
      if (lines !== undefined) this.#staffLines.set(details.attributes['number'] ?? '1', lines);
    }
    const time = child(element, 'time');
    // For `senza misura` the previous metre continues, and bars have their written lengths.
    if (this.#readsMetres && child(time, 'beats') !== undefined) {
      const metre = metreOf(time!);
      if (metre !== undefined) this.#place(this.#events.metres, metre, 'metres');
      else
        this.#omissions.add(
          'metre | out of range',
          quoteText(time!.children.map(textIn).join(' ')),
        );
    }
    const signature = child(element, 'key');
    const fifths = this.#numberOf(signature, 'fifths', -7, 7, 'key | out of range');
    if (this.#index === 0 && fifths !== undefined) {
      const minor = textOf(signature, 'mode') === 'minor';
      const written = keyOf(Math.round(fifths), minor);
      const key = (((written.key + this.#transposition) % 12) + 12) % 12;
      this.#place(this.#events.keys, { key, mode: written.mode }, 'keys');
    }
  }

  #harmony(element: XmlElement): void {
    const symbol = chordSymbolOf(element);
    if (symbol === undefined) {
      return this.#omissions.add('unknown chord symbol', quoteText(harmonyText(element)));
    }
    const chord = { symbol: transposeChord(symbol, this.#transposition) };
    this.#place(this.#events.chords, chord, 'chords', child(element, 'offset'));
  }

  #tempo(element: XmlElement): void {
    const mark = tempoOf(element, this.#omissions);
    if (mark === undefined) return;
    const { offset, ...tempo } = mark;
    this.#place(this.#events.tempos, tempo, 'tempos', offset);
  }

  /** @param off the `<offset>` element of an event, in divisions. */
  #place<T extends object>(list: (T & Position)[], event: T, name: string, off?: XmlElement): void {
    const text = off === undefined ? undefined : textIn(off);
    const away = text === undefined ? 0 : numberIn(text, -1e9, 1e9);
    if (away === undefined) this.#omissions.add('offset | out of range', quoteText(text));
    const offset = this.#now + this.#quarters(away ?? 0);
    const placed = { ...event, measure: this.#measure, offset };
    this.#keep(list, placed, name);
    this.#trackUncounted(placed);
  }

  #keep<T>(list: T[], event: T, name: string): void {
    if (list.push(event) > limits.events) {
      throw new InvalidFileError(`${this.#what} holds more than ${limits.events} ${name}.`);
    }
  }

  #trackUncounted(placed: Position & { length?: number }): void {
    if (this.#divisions === undefined) this.#uncounted.push(placed);
  }

  /** Sets the divisions. Some scores declare them only after the first note of a measure. */
  #divide(divisions: number): void {
    if (this.#divisions === undefined) {
      for (const placed of this.#uncounted) {
        placed.offset /= divisions;
        if (placed.length !== undefined) placed.length /= divisions;
      }
      this.#now /= divisions;
      this.#furthest /= divisions;
      this.#lastNoteEnd /= divisions;
      this.#onset /= divisions;
    }
    this.#divisions = divisions;
  }

  #quarters(divisions: number): number {
    return divisions / (this.#divisions ?? 1);
  }

  /** Duration in quarters; 0 if the score has none, undefined if it is invalid. */
  #duration(element: XmlElement): number | undefined {
    const text = textOf(element, 'duration') ?? '0';
    const quarters = this.#quarters(numberIn(text, 0, 1e9) ?? NaN);
    // Before the divisions are known, durations are not limited here; they are divided later.
    if (quarters <= maxLength || (this.#divisions === undefined && quarters >= 0)) return quarters;
    this.#omissions.add('duration | out of range', quoteText(text));
    return undefined;
  }

  #move(quarters: number): void {
    this.#now = Math.max(0, this.#now + quarters);
    this.#furthest = Math.max(this.#furthest, this.#now);
  }

  #numberOf(
    element: XmlElement | undefined,
    name: string,
    least: number,
    most: number,
    what: string,
  ): number | undefined {
    const text = textOf(element, name);
    const value = numberIn(text, least, most);
    if (text !== undefined && value === undefined) {
      this.#omissions.add(what, quoteText(text));
    }
    return value;
  }
}

/** The staff position of a percussion note, for a message. */
function staffPositionOf(note: XmlElement): string | undefined {
  const unpitched = child(note, 'unpitched');
  const step = textOf(unpitched, 'display-step');
  return step === undefined
    ? undefined
    : quoteText(`${step}${textOf(unpitched, 'display-octave') ?? ''}`);
}
