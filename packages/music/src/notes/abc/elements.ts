/** The part of abcjs's data model that is used here: parsed voices of elements, and the notes that abcjs plays from them. */
import type { TuneObject } from 'abcjs';

export interface AbcMetre {
  readonly type?: string;
  readonly value?: readonly { readonly num: string | number; readonly den?: string | number }[];
}

export interface AbcKey {
  readonly root?: string;
  readonly acc?: string;
  readonly mode?: string;
  readonly accidentals?: readonly { readonly acc: string; readonly note: string }[];
}

export interface AbcElement extends AbcMetre, AbcKey {
  el_type: string;
  readonly startChar?: number;
  /** Kind of a bar line: `bar_thin`, `bar_left_repeat` and so on. */
  type?: string;
  startEnding?: string;
  endEnding?: boolean;
  decoration?: string[];
  readonly chord?: readonly { readonly name: string }[];
  /** Duration of a note, or the beat of a tempo, in whole notes. */
  readonly duration?: number | readonly number[];
  readonly bpm?: number;
  /** When the element is played, in whole notes at the first tempo. In a repeat there are several such times. */
  readonly currentTrackWholeNotes?: number | readonly number[];
}

export interface AbcStaff {
  readonly key?: AbcKey;
  readonly meter?: AbcMetre;
  readonly clef?: { readonly type?: string };
  voices?: AbcElement[][];
}

export interface Played {
  readonly cmd: string;
  readonly pitch?: number;
  readonly volume?: number;
  /** In whole notes at the first tempo. */
  readonly start?: number;
  readonly duration?: number;
  readonly instrument?: number;
  /** `grace` for grace notes. */
  readonly style?: string;
  /** Position of the note's element in the text; undefined for grace notes. */
  readonly startChar?: number;
}

export function stavesOf(tune: TuneObject): readonly (readonly AbcStaff[])[] {
  return tune.lines.flatMap(({ staff }) =>
    staff === undefined ? [] : [staff as unknown as readonly AbcStaff[]],
  );
}

/** The lines of each voice, each with its staff. */
export function voicesOf(
  tune: TuneObject,
): readonly (readonly { readonly staff: AbcStaff; readonly elements: AbcElement[] }[])[] {
  const voices: { staff: AbcStaff; elements: AbcElement[] }[][] = [];
  for (const staves of stavesOf(tune)) {
    const here = staves
      .filter(({ clef }) => clef?.type !== 'TAB')
      .flatMap((staff) => (staff.voices ?? []).map((elements) => ({ staff, elements })));
    for (const [i, line] of here.entries()) (voices[i] ??= []).push(line);
  }
  return voices;
}

/** @returns numerator and denominator; undefined if there is no metre. */
export function metreOf({ type, value }: AbcMetre): { num: number; den: number } | undefined {
  if (type === 'common_time') return { num: 4, den: 4 };
  if (type === 'cut_time') return { num: 2, den: 2 };
  const [first] = value ?? [];
  if (first === undefined) return undefined;
  // 2+3/8 is 5/8.
  const num = String(first.num)
    .split('+')
    .reduce((sum, part) => sum + Number(part), 0);
  const den = Number(first.den ?? 1);
  const isMetre =
    Number.isInteger(num) && num >= 1 && num <= 255 && [1, 2, 4, 8, 16, 32, 64, 128].includes(den);
  return isMetre ? { num, den } : undefined;
}
