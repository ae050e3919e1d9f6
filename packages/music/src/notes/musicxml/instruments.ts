/** The instruments of a part, with their programs and drums, as the part list declares them. */
import { drumNamed, drumAtPosition } from './drums.js';
import type { Omissions } from '../shared/omissions.js';
import { child, numberIn, quoteText, textOf, type XmlElement } from '../shared/xml.js';

interface Declared {
  readonly program: number;
  /** Whether it is on MIDI's drum channel. */
  readonly isDrum: boolean;
  /** Pitch of a drum: by its MIDI mapping or, if there is none, by its name. Undefined if neither gives a pitch. */
  readonly drum: number | undefined;
}

export interface Sounding {
  /** Drum pitch of an unpitched note; undefined if the drum is not known. */
  readonly drum: number | undefined;
  readonly program: number;
  readonly isDrum: boolean;
}

export class PartInstruments {
  readonly #declared = new Map<string, Declared>();
  /** Pitch of the drum that the part is named after, for example in a part only for the snare. */
  readonly #named: number | undefined;

  /** @param part the part's entry in the part list. */
  constructor(part: XmlElement | undefined, omissions: Omissions) {
    const children = part?.children ?? [];
    const of = (name: string): readonly XmlElement[] => children.filter((c) => c.name === name);
    const number = (element: XmlElement, name: string): number | undefined => {
      const text = textOf(element, name);
      const value = numberIn(text, 1, 128);
      if (text !== undefined && value === undefined) {
        omissions.add(`${name.replace('-', ' ')} | out of range`, quoteText(text));
      }
      return value === undefined ? undefined : Math.round(value) - 1;
    };
    const names = new Map(
      of('score-instrument').map((one) => [
        one.attributes['id'] ?? '',
        [textOf(one, 'instrument-name') ?? '', textOf(one, 'instrument-sound') ?? ''],
      ]),
    );
    const midi = new Map(of('midi-instrument').map((one) => [one.attributes['id'] ?? '', one]));
    for (const id of new Set([...names.keys(), ...midi.keys()])) {
      const mapped = midi.get(id);
      const byName = (names.get(id) ?? []).map(drumNamed).find((drum) => drum !== undefined);
      this.#declared.set(id, {
        program: (mapped && number(mapped, 'midi-program')) ?? 0,
        isDrum: textOf(mapped, 'midi-channel') === '10',
        drum: (mapped && number(mapped, 'midi-unpitched')) ?? byName,
      });
    }
    this.#named = drumNamed(textOf(part, 'part-name') ?? '');
  }

  /** @param staffLines number of staff lines. A position identifies a drum only if there are five lines. */
  of(note: XmlElement, staffLines: number): Sounding {
    const id = child(note, 'instrument')?.attributes['id'] ?? '';
    const declared = this.#declared.get(id);
    const [first] = this.#declared.values();
    const { program, isDrum } = declared ?? first ?? { program: 0, isDrum: false };
    const unpitched = child(note, 'unpitched');
    // Without an id, the instrument is known only if the part has a single one.
    const instrument = declared ?? (this.#declared.size === 1 ? first : undefined);
    const atPosition = staffLines === 5 && unpitched ? drumAtPosition(note, unpitched) : undefined;
    return {
      drum: instrument?.drum ?? this.#named ?? atPosition,
      program,
      isDrum: isDrum || unpitched !== undefined,
    };
  }
}
