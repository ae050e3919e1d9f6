/** The part of a piece that a model's converter accepts: how many bars, which instruments, which pitches. */
import type { ConverterConfig } from './config.js';
import type { ExtractOptions } from '../sequences/extract.js';
import { trioPrograms } from '../sequences/programs.js';
import type { DrumClass } from '../sequences/drums.js';
import { createConverter } from './converters.js';

/** All models of magenta-js are in 4/4. */
const quartersPerBar = 4;

/** Options for `extractWindows` that select what the model's converter accepts. */
export function getWindow(config: ConverterConfig): ExtractOptions & { readonly steps: number } {
  const { stepsPerQuarter } = createConverter(config);
  const stepsPerBar = quartersPerBar * stepsPerQuarter;
  const steps =
    config.type === 'MultitrackConverter' ? config.args.totalSteps : config.args.numSteps;
  const whole = { bars: Math.ceil(steps / stepsPerBar), steps, stepsPerQuarter, stepsPerBar };
  switch (config.type) {
    case 'MelodyConverter':
    case 'MelodyRhythmConverter':
    case 'MelodyShapeConverter': {
      const { minPitch, maxPitch, line = 'melody' } = config.args;
      return { ...whole, part: line, minPitch, maxPitch };
    }
    case 'MultitrackConverter': {
      const { minPitch, maxPitch } = config.args;
      return { ...whole, part: 'all', minPitch, maxPitch };
    }
    case 'DrumsConverter':
    case 'DrumRollConverter':
    case 'DrumsOneHotConverter':
    case 'GrooveConverter':
      return { ...whole, part: 'drums', drumClasses: classesOf(config.args) };
    case 'TrioConverter':
    case 'TrioRhythmConverter': {
      const { melArgs, bassArgs, drumsArgs } = config.args;
      const lines = [
        { ...melArgs, programs: trioPrograms.melody },
        { ...bassArgs, programs: trioPrograms.bass },
      ];
      return { ...whole, part: 'trio', lines, drumClasses: classesOf(drumsArgs) };
    }
  }
}

function classesOf({
  pitchClasses,
}: {
  readonly pitchClasses: readonly (readonly number[])[];
}): readonly Pick<DrumClass, 'pitches'>[] {
  return pitchClasses.map((pitches) => ({ pitches }));
}
