/** Converters by the name and arguments that a checkpoint's configuration gives. */
import type { ConverterConfig } from './config.js';
import type { NoteConverter } from './converter.js';
import { drumRollConverter, drumsConverter, drumsOneHotConverter } from './drums.js';
import { grooveConverter } from './groove.js';
import { melodyConverter, melodyRhythmConverter, melodyShapeConverter } from './melody.js';
import { multitrackConverter } from './multitrack.js';
import { trioConverter, trioRhythmConverter } from './trio.js';

export { drumPitchClasses } from './drums.js';
export type { NoteConverter, NotesOptions } from './converter.js';

/** @param config with every default filled in, as `musicVaeConfigSchema` gives it. */
export function createConverter(config: ConverterConfig): NoteConverter {
  switch (config.type) {
    case 'MelodyConverter':
      return melodyConverter(config.args);
    case 'MelodyRhythmConverter':
      return melodyRhythmConverter(config.args);
    case 'MelodyShapeConverter':
      return melodyShapeConverter(config.args);
    case 'DrumsConverter':
      return drumsConverter(config.args);
    case 'DrumRollConverter':
      return drumRollConverter(config.args);
    case 'DrumsOneHotConverter':
      return drumsOneHotConverter(config.args);
    case 'TrioConverter':
      return trioConverter(config.args);
    case 'TrioRhythmConverter':
      return trioRhythmConverter(config.args);
    case 'MultitrackConverter':
      return multitrackConverter(config.args);
    case 'GrooveConverter':
      return grooveConverter(config.args);
  }
}
