/**
 * The table of converters, by their name in a checkpoint's configuration. To add a converter, add a file to this folder
 * and a row to this table.
 */
import type { ConverterConfig } from './config.js';
import type { NoteConverter } from './converter.js';
import { drumRollConverter, drumsConverter, drumsOneHotConverter } from './drums.js';
import { grooveConverter } from './groove.js';
import { melodyConverter, melodyRhythmConverter, melodyShapeConverter } from './melody.js';
import { multitrackConverter } from './multitrack.js';
import { trioConverter, trioRhythmConverter } from './trio.js';

export { drumPitchClasses } from './drums.js';
export type { NoteConverter, NotesOptions } from './converter.js';

type ConverterType = ConverterConfig['type'];
type ArgsOf<T extends ConverterType> = Extract<ConverterConfig, { type: T }>['args'];

const converters: { readonly [T in ConverterType]: (args: ArgsOf<T>) => NoteConverter } = {
  MelodyConverter: melodyConverter,
  MelodyRhythmConverter: melodyRhythmConverter,
  MelodyShapeConverter: melodyShapeConverter,
  DrumsConverter: drumsConverter,
  DrumRollConverter: drumRollConverter,
  DrumsOneHotConverter: drumsOneHotConverter,
  TrioConverter: trioConverter,
  TrioRhythmConverter: trioRhythmConverter,
  MultitrackConverter: multitrackConverter,
  GrooveConverter: grooveConverter,
};

/**
 * Makes the converter that a checkpoint's configuration names.
 *
 * @param config the configuration with every default filled in, as `musicVaeConfigSchema` returns it.
 */
export function createConverter({ type, args }: ConverterConfig): NoteConverter {
  const create = converters[type] as (args: ConverterConfig['args']) => NoteConverter;
  return create(args);
}
