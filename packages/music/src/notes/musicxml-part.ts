/** One part of a score, measure by measure. Times are quarter notes from the start of the piece. */
import { InvalidFileError } from '@speil/api';
import { transposedSymbol } from '../chords/spelling.js';
import { limits } from './limits.js';
import { chordSymbolOf } from './musicxml-harmony.js';
import { child, textOf, type XmlElement } from './xml.js';

export interface ScoreNote {
  readonly at: number;
  until: number;
  readonly pitch: number;
  readonly velocity: number | undefined;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  /** The score's number; 0 where it has none. */
  readonly voice: number;
}

export interface ScoreEvents {
  readonly notes: ScoreNote[];
  readonly tempos: { readonly at: number; readonly qpm: number }[];
  /** Of the first part: the others repeat them. */
  readonly metres: {
    readonly at: number;
    readonly numerator: number;
    readonly denominator: number;
  }[];
  readonly keys: { readonly at: number; readonly fifths: number; readonly minor: boolean }[];
  /** Of every part: one of them has the symbols. They sound as the notes do. */
  readonly chords: { readonly at: number; readonly symbol: string }[];
}

const semitones: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

interface Voice {
  readonly program: number;
  readonly isDrum: boolean;
  /** Of a drum that the score writes without a pitch. */
  readonly pitch: number | undefined;
}

export class ScorePart {
  readonly #voices: ReadonlyMap<string, Voice>;
  readonly #index: number;
  readonly #events: ScoreEvents;
  readonly #what: string;
  /** Notes that a tie goes on from, by voice and pitch. */
  readonly #tied = new Map<string, ScoreNote>();
  #divisions = 1;
  #transposition = 0;
  /** Where the measure begins, where the reading is, and the furthest it was. */
  #start = 0;
  #now = 0;
  #furthest = 0;
  /** Where the last note began: those of its chord begin there too. */
  #onset = 0;

  /** @param declared the part's entry in the list of parts. */
  constructor(index: number, declared: XmlElement | undefined, events: ScoreEvents, what: string) {
    this.#index = index;
    this.#events = events;
    this.#what = what;
    this.#voices = new Map(
      (declared?.children ?? [])
        .filter(({ name }) => name === 'midi-instrument')
        .map((midi) => {
          const unpitched = textOf(midi, 'midi-unpitched');
          const voice = {
            program: this.#number(textOf(midi, 'midi-program') ?? '1', 1, 128, 'midi-program') - 1,
            isDrum: textOf(midi, 'midi-channel') === '10',
            pitch:
              unpitched === undefined
                ? undefined
                : this.#number(unpitched, 1, 128, 'midi-unpitched') - 1,
          };
          return [midi.attributes['id'] ?? '', voice];
        }),
    );
  }

  /** A measure begins where the last one has ended. */
  measure(): void {
    this.#start = this.#furthest;
    this.#now = this.#start;
  }

  end(): void {
    this.#tied.clear();
  }

  /** A child of the measure. */
  element(element: XmlElement): void {
    switch (element.name) {
      case 'note':
        return this.#note(element);
      case 'backup':
        return this.#move(-this.#duration(element));
      case 'forward':
        return this.#move(this.#duration(element));
      case 'attributes':
        return this.#attributes(element);
      case 'harmony':
        return this.#harmony(element);
      case 'direction':
        return this.#sound(child(element, 'sound'));
      case 'sound':
        return this.#sound(element);
      default:
    }
  }

  #note(element: XmlElement): void {
    if (child(element, 'grace') !== undefined) return;
    const duration = this.#duration(element);
    const inChord = child(element, 'chord') !== undefined;
    if (!inChord) this.#onset = this.#now;
    const at = this.#onset;
    if (!inChord) this.#move(duration);
    if (child(element, 'rest') !== undefined || child(element, 'cue') !== undefined) return;
    const named = this.#voices.get(child(element, 'instrument')?.attributes['id'] ?? '');
    const voice = named ?? [...this.#voices.values()][0];
    const pitch = this.#pitch(child(element, 'pitch')) ?? voice?.pitch;
    if (pitch === undefined || duration === 0) return;
    const ties = element.children.filter(({ name }) => name === 'tie');
    const tie = (type: string): boolean =>
      ties.some(({ attributes }) => attributes['type'] === type);
    const key = `${textOf(element, 'voice') ?? ''}/${pitch}`;
    const before = tie('stop') ? this.#tied.get(key) : undefined;
    this.#tied.delete(key);
    const until = at + duration;
    // Only what ends here is gone on with; a tie to nowhere, as at a repeat, begins a note.
    if (before !== undefined && Math.abs(before.until - at) < 1e-6) {
      before.until = until;
      if (tie('start')) this.#tied.set(key, before);
      return;
    }
    const dynamics = Number(element.attributes['dynamics'] ?? NaN);
    const note: ScoreNote = {
      ...{ at, until, pitch, instrument: this.#index },
      // Percent of the standard's forte, 90.
      velocity: dynamics > 0 ? Math.max(1, Math.min(127, Math.round(dynamics * 0.9))) : undefined,
      program: voice?.program ?? 0,
      isDrum: voice?.isDrum ?? false,
      voice: voiceNumber(textOf(element, 'voice')),
    };
    if (this.#events.notes.push(note) > limits.events) {
      throw new InvalidFileError(`${this.#what} holds more than ${limits.events} notes.`);
    }
    if (tie('start')) this.#tied.set(key, note);
  }

  #pitch(pitch: XmlElement | undefined): number | undefined {
    if (pitch === undefined) return undefined;
    const step = semitones[textOf(pitch, 'step') ?? ''];
    const octave = this.#number(textOf(pitch, 'octave'), -1, 10, 'octave');
    const alter = this.#number(textOf(pitch, 'alter') ?? '0', -4, 4, 'alter');
    // Quarter tones go to the semitone above.
    const sounding = 12 * (octave + 1) + (step ?? NaN) + Math.ceil(alter) + this.#transposition;
    return this.#number(String(sounding), 0, 127, 'pitch');
  }

  #attributes(element: XmlElement): void {
    const divisions = textOf(element, 'divisions');
    if (divisions !== undefined) {
      this.#divisions = this.#number(divisions, 1e-3, 1e6, 'divisions');
    }
    const transpose = child(element, 'transpose');
    if (transpose !== undefined) {
      const octaves = this.#number(
        textOf(transpose, 'octave-change') ?? '0',
        -10,
        10,
        'octave-change',
      );
      const chromatic = this.#number(textOf(transpose, 'chromatic') ?? '0', -127, 127, 'chromatic');
      this.#transposition = 12 * octaves + Math.round(chromatic);
    }
    if (this.#index > 0) return;
    const time = child(element, 'time');
    const beats = textOf(time, 'beats');
    if (beats !== undefined) {
      // `3+2` over 8 is a bar of five.
      const numerator = beats.split('+').reduce((sum, part) => sum + Number(part), 0);
      const denominator = this.#number(textOf(time, 'beat-type'), 1, 128, 'beat-type');
      if (!Number.isInteger(Math.log2(denominator))) {
        throw new InvalidFileError(
          `${this.#what} has a beat-type of ${denominator}; a power of two was expected.`,
        );
      }
      this.#events.metres.push({
        at: this.#now,
        numerator: this.#number(String(numerator), 1, 255, 'beats'),
        denominator,
      });
    }
    const key = child(element, 'key');
    const fifths = textOf(key, 'fifths');
    if (fifths !== undefined) {
      this.#events.keys.push({
        at: this.#now,
        fifths: Math.round(this.#number(fifths, -7, 7, 'fifths')),
        minor: textOf(key, 'mode') === 'minor',
      });
    }
  }

  #harmony(element: XmlElement): void {
    const symbol = chordSymbolOf(element);
    if (symbol === undefined) return;
    const chord = { at: this.#now, symbol: transposedSymbol(symbol, this.#transposition) };
    if (this.#events.chords.push(chord) > limits.events) {
      throw new InvalidFileError(`${this.#what} holds more than ${limits.events} chords.`);
    }
  }

  #sound(sound: XmlElement | undefined): void {
    const tempo = sound?.attributes['tempo'];
    if (tempo === undefined) return;
    // A MIDI file's slowest tempo is 3.58; scores do not go there.
    this.#events.tempos.push({ at: this.#now, qpm: this.#number(tempo, 4, 1e5, 'tempo') });
  }

  #duration(element: XmlElement): number {
    const said = textOf(element, 'duration');
    return said === undefined ? 0 : this.#number(said, 0, 1e9, 'duration') / this.#divisions;
  }

  #move(quarters: number): void {
    this.#now = Math.max(this.#start, this.#now + quarters);
    this.#furthest = Math.max(this.#furthest, this.#now);
  }

  #number(text: string | undefined, least: number, most: number, name: string): number {
    const value = text === undefined || text === '' ? NaN : Number(text);
    if (value >= least && value <= most) return value;
    // Quoted: what a file says may be of several lines.
    const said = text === undefined ? 'nothing' : JSON.stringify(text.slice(0, 40));
    throw new InvalidFileError(
      `${this.#what} is not valid MusicXML: ${name} must be from ${least} to ${most}. Received: ${said}.`,
    );
  }
}

function voiceNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,6}$/u.test(text) ? Number(text) : 0;
}
