/**
 * Spelling of chord symbols: a root, a quality, and a bass for inversions. This file is small because it needs no table
 * of qualities.
 */

/** The symbol that means no chord, as in MusicVAE's training data. */
export const noChord = 'N.C.';

/** Names of the pitch classes, spelled as in note-seq. */
export const pitchClassNames = [
  ...['C', 'C#', 'D', 'Eb', 'E', 'F'],
  ...['F#', 'G', 'Ab', 'A', 'Bb', 'B'],
] as const;

const naturals: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Transposes a chord symbol; `N.C.` stays unchanged. `F#m7/C#` moved by 1 is `Gm7/D`. */
export function transposeChord(symbol: string, semitones: number): string {
  const [, root, quality, bass] = /^([A-G][#b]*)(.*?)(?:\/([A-G][#b]*))?$/su.exec(symbol) ?? [];
  // A chord that does not move keeps its spelling.
  if (root === undefined || semitones === 0) return symbol;
  const moved = (note: string): string => {
    const sharps = [...note.slice(1)].reduce((sum, sign) => sum + (sign === '#' ? 1 : -1), 0);
    return pitchClassNames[(((naturals[note[0]!]! + sharps + semitones) % 12) + 12) % 12]!;
  };
  return `${moved(root)}${quality}${bass === undefined ? '' : `/${moved(bass)}`}`;
}
