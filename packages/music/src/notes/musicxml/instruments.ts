/** The instruments of a part, as the list of parts declares them: their program, and the drums among them. */
import { drumNamed, drumPlaced } from './drums.js';
import type { Omissions } from '../shared/omissions.js';
import { child, numberIn, shown, textOf, type XmlElement } from '../shared/xml.js';

interface Declared {
  readonly program: number;
  /** On MIDI's channel of drums. */
  readonly isDrum: boolean;
  /** Of a drum, by its MIDI mapping, else by its name; undefined where neither says one. */
  readonly drum: number | undefined;
}

export interface Sounding {
  /** Of a note without a pitch of its own; undefined where nothing says which drum it is. */
  readonly drum: number | undefined;
  readonly program: number;
  readonly isDrum: boolean;
}

export class PartInstruments {
  readonly #declared = new Map<string, Declared>();
  /** A drum, where the part's name is one's: a part for the snare alone. */
  readonly #named: number | undefined;

  /** @param part its entry in the list of parts. */
  constructor(part: XmlElement | undefined, omissions: Omissions) {
    const children = part?.children ?? [];
    const of = (name: string): readonly XmlElement[] => children.filter((c) => c.name === name);
    const number = (element: XmlElement, name: string): number | undefined => {
      const text = textOf(element, name);
      const value = numberIn(text, 1, 128);
      if (text !== undefined && value === undefined) {
        omissions.add(`${name.replace('-', ' ')} | out of range`, shown(text));
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

  /** @param staffLines how many lines the note's staff has: only of five does a place say which drum it is. */
  of(note: XmlElement, staffLines: number): Sounding {
    const id = child(note, 'instrument')?.attributes['id'] ?? '';
    const said = this.#declared.get(id);
    const [first] = this.#declared.values();
    const { program, isDrum } = said ?? first ?? { program: 0, isDrum: false };
    const unpitched = child(note, 'unpitched');
    // One of several that is not said which may be any of them.
    const own = said ?? (this.#declared.size === 1 ? first : undefined);
    const placed = staffLines === 5 && unpitched ? drumPlaced(note, unpitched) : undefined;
    return {
      drum: own?.drum ?? this.#named ?? placed,
      program,
      isDrum: isDrum || unpitched !== undefined,
    };
  }
}
