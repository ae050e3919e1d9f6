/** The rules of the styles, as data. A bar has sixteen steps; each character of a pattern gives the probability of a hit. */

export const styleNames = ['ballad', 'bossa', 'funk', 'rock', 'swing'] as const;
/** A style of generated songs. */
export type Style = (typeof styleNames)[number];

/** Probabilities of hits: `x` always, `o` mostly, `-` sometimes, `.` never. */
export const chances: Readonly<Record<string, number>> = { x: 1, o: 0.8, '-': 0.25, '.': 0 };

export interface StyleRules {
  /** Lowest and highest tempo, in quarters per minute. */
  readonly qpm: readonly [number, number];
  /** Full delay of every second eighth, in sixteenths; generated songs have half of it. 0 means no swing. */
  readonly swing: number;
  readonly minor: boolean;
  /**
   * Chord progressions: for each bar, the root of its chord as a degree of the scale, from 0. A song uses one
   * progression.
   */
  readonly progressions: readonly (readonly number[])[];
  /** Rhythms of one bar of melody; a motif uses two of them. */
  readonly rhythms: readonly string[];
  /**
   * Bass patterns of one bar: `R` root, `5` fifth, `8` octave, `3` third, `<` a step below the next root, `.` no note.
   */
  readonly bass: readonly string[];
  /** Drum patterns by the General MIDI pitch of the drum. */
  readonly drums: Readonly<Record<number, string>>;
  /** General MIDI programs of melody and bass, which count from 0. */
  readonly programs: readonly [number, number];
}

export const styles: Readonly<Record<Style, StyleRules>> = {
  ballad: {
    qpm: [62, 84],
    swing: 0,
    minor: false,
    progressions: [
      [0, 4, 5, 3],
      [0, 5, 3, 4],
      [0, 2, 3, 4],
    ],
    rhythms: ['x.......x...o...', 'x.....-.x...-.o.', 'x...o...x.......'],
    bass: ['R...............', 'R.......5.......', 'R.......R.....<.'],
    drums: {
      36: 'x.......o.-.....',
      38: '....x.......x...',
      42: 'x.o.x.o.x.o.x.o.',
      51: '................',
    },
    programs: [0, 32],
  },
  bossa: {
    qpm: [112, 138],
    swing: 0,
    minor: true,
    progressions: [
      [0, 3, 4, 0],
      [0, 5, 1, 4],
    ],
    rhythms: ['x..x..x...x..x..', '..x..x..x..o..o.', 'x..o..x.....x...'],
    bass: ['R.....5.5.....R.', 'R.....8.5.....<.'],
    drums: {
      36: 'x..ox..ox..ox..o',
      37: 'x..x..o...x..x..',
      42: 'xoxoxoxoxoxoxoxo',
    },
    programs: [73, 32],
  },
  funk: {
    qpm: [92, 116],
    swing: 0.15,
    minor: true,
    progressions: [
      [0, 0, 3, 3],
      [0, 6, 3, 0],
    ],
    rhythms: ['x..x..x.-.x.....', '..x.x..x..x.o...', 'x.x...o.x..x....'],
    bass: ['R..R..8...R.5.<.', 'R.R...8R....5.8.', 'R..8..R...5.R.<.'],
    drums: {
      36: 'x.-...o...x..-..',
      38: '....x..-.-..x..-',
      42: 'x-xox-xox-xox-..',
      46: '..............o.',
    },
    programs: [80, 36],
  },
  rock: {
    qpm: [108, 148],
    swing: 0,
    minor: false,
    progressions: [
      [0, 3, 4, 3],
      [0, 6, 3, 0],
      [0, 4, 5, 3],
    ],
    rhythms: ['x...x...x.x.o...', 'x.x.x...o...x.x.', 'x.....x.x...o...'],
    bass: ['R.R.R.R.R.R.R.R.', 'R.R.R.R.5.5.<.<.', 'R...R.R.R...R.R.'],
    drums: {
      36: 'x.-...-.x.o...-.',
      38: '....x.......x...',
      42: 'x.x.x.x.x.x.x.x.',
    },
    programs: [29, 33],
  },
  swing: {
    qpm: [120, 176],
    swing: 0.67,
    minor: false,
    progressions: [
      [0, 5, 1, 4],
      [1, 4, 0, 0],
      [0, 3, 1, 4],
    ],
    rhythms: ['x...x.x...x.o...', '..x.x...x.x...o.', 'x...o.x.x.......'],
    bass: ['R...3...5...<...', 'R...5...8...<...', 'R...3...5...3...'],
    drums: {
      36: 'x.......-.....-.',
      38: '......-...-...-.',
      44: '....x.......x...',
      51: 'x...x.o.x...x.o.',
    },
    programs: [65, 32],
  },
};

/** Semitones from the tonic to each degree, for each scale. */
export const major = [0, 2, 4, 5, 7, 9, 11] as const;
export const minor = [0, 2, 3, 5, 7, 8, 10] as const;
