/** Chooses the part of a song that a model is trained on: the drums, each of the melodies or basses, or all notes. */
import type { MusicVaeConfig } from '../converters/config.js';
import { getWindow } from '../converters/window.js';
import type { NoteSequence } from '../theory/note-sequence.js';
import type { StretchOptions } from '../sequences/stretches.js';
import { findLines } from '../sequences/lines.js';

/** How a model's examples are prepared. */
export interface Preparation {
  /** How a piece is cut into windows. */
  readonly window: Pick<StretchOptions, 'bars' | 'stepsPerBar' | 'stepsPerQuarter'>;
  /** Lowest and highest pitch that an example may have after it is transposed. */
  readonly range: readonly [low: number, high: number];
  /** Splits a quantised piece into the parts that are cut into windows separately. */
  lines(piece: NoteSequence): readonly NoteSequence[];
}

const allPitches = [0, 127] as const;

/** The preparation that a configuration's converter needs. */
export function createPreparation({ dataConverter }: MusicVaeConfig): Preparation {
  const { type, args } = dataConverter;
  const { bars, stepsPerBar, stepsPerQuarter } = getWindow(dataConverter);
  const window = { bars, stepsPerBar: stepsPerBar!, stepsPerQuarter: stepsPerQuarter! };
  switch (type) {
    case 'MelodyConverter':
    case 'MelodyRhythmConverter':
    case 'MelodyShapeConverter': {
      const range = [args.minPitch, args.maxPitch] as const;
      const [minPitch, maxPitch] = range;
      return {
        window,
        range,
        lines: (piece) =>
          findLines(piece, args.line ?? 'melody', { minPitch, maxPitch }).map(
            ({ sequence }) => sequence,
          ),
      };
    }
    case 'DrumsConverter':
    case 'DrumRollConverter':
    case 'DrumsOneHotConverter':
    case 'GrooveConverter':
      return { window, range: allPitches, lines: drums };
    case 'TrioConverter':
    case 'TrioRhythmConverter': {
      const { melArgs, bassArgs } = args;
      const low = Math.max(melArgs.minPitch, bassArgs.minPitch);
      const high = Math.min(melArgs.maxPitch, bassArgs.maxPitch);
      return { window, range: [low, high], lines: (piece) => [piece] };
    }
    case 'MultitrackConverter':
      return { window, range: allPitches, lines: (piece) => [piece] };
  }
}

function drums(piece: NoteSequence): readonly NoteSequence[] {
  return [{ ...piece, notes: piece.notes!.filter(({ isDrum }) => isDrum) }];
}
