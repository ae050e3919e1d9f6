/**
 * The schema of `config.json` in a MusicVAE checkpoint of magenta-js, with every default filled in. Unknown fields are ignored,
 * as in magenta-js; bounds keep a malicious file from causing large allocations.
 */
import { z } from 'zod';
import { chordEncoderTypes } from '../chords/encoders.js';
import { lineKinds } from '../sequences/lines.js';
import { drumPitchClasses } from './drums.js';

const steps = z.int().min(1).max(4096);
const segments = z
  .int()
  .min(1)
  .max(256)
  .nullish()
  .transform((value) => value ?? null);
const pitch = z.int().min(0).max(127);
const lengths = { numSteps: steps, numSegments: segments };
const nested = { numSteps: steps.default(1), numSegments: segments };

const range = {
  minPitch: pitch,
  maxPitch: pitch,
  ignorePolyphony: z
    .boolean()
    .nullish()
    .transform((value) => value ?? true),
};
const ordered = <T extends { minPitch: number; maxPitch: number }>({
  minPitch,
  maxPitch,
}: T): boolean => minPitch <= maxPitch;
const outOfOrder = { error: 'minPitch must not be above maxPitch' };

const pitchClasses = {
  pitchClasses: z
    .array(z.array(pitch).min(1).max(128))
    .min(1)
    .max(12)
    .nullish()
    .transform((value): readonly (readonly number[])[] => value ?? drumPitchClasses),
};

const melodyArgs = z
  .object({
    ...lengths,
    ...range,
    /** Which line of a piece the model takes; Speil's own field. Default `melody`. */
    line: z.enum(lineKinds).optional(),
  })
  .refine(ordered, outOfOrder);
const drumsArgs = z.object({ ...lengths, ...pitchClasses });
const trioArgs = z.object({
  ...lengths,
  melArgs: z.object({ ...nested, ...range }).refine(ordered, outOfOrder),
  bassArgs: z.object({ ...nested, ...range }).refine(ordered, outOfOrder),
  drumsArgs: z.object({ ...nested, ...pitchClasses }),
});
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const converterConfigSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MelodyConverter'), args: melodyArgs }),
  z.object({ type: z.literal('MelodyRhythmConverter'), args: melodyArgs }),
  z.object({ type: z.literal('MelodyShapeConverter'), args: melodyArgs }),
  z.object({ type: z.literal('DrumsConverter'), args: drumsArgs }),
  z.object({ type: z.literal('DrumRollConverter'), args: drumsArgs }),
  z.object({ type: z.literal('DrumsOneHotConverter'), args: drumsArgs }),
  z.object({ type: z.literal('TrioConverter'), args: trioArgs }),
  z.object({ type: z.literal('TrioRhythmConverter'), args: trioArgs }),
  z.object({
    type: z.literal('MultitrackConverter'),
    args: z
      .object({
        numSteps: steps,
        numSegments: z.int().min(1).max(256),
        totalSteps: z.int().min(1).max(1024),
        stepsPerQuarter: z.int().min(1).max(96),
        numVelocityBins: z.int().min(0).max(127),
        minPitch: pitch.nullish().transform((value) => value ?? 0),
        maxPitch: pitch.nullish().transform((value) => value ?? 127),
      })
      .refine(ordered, outOfOrder),
  }),
  z.object({
    type: z.literal('GrooveConverter'),
    args: z.object({
      ...lengths,
      ...pitchClasses,
      stepsPerQuarter: z
        .int()
        .min(1)
        .max(96)
        .nullish()
        .transform((value) => value ?? 4),
      humanize: flag,
      tapify: flag,
      splitInstruments: flag,
    }),
  }),
]);
/** A converter and its arguments, checked. */
export type ConverterConfig = z.output<typeof converterConfigSchema>;

/** An additional control input: one vector per step. */
const controlSchema = z.object({
  name: z.string().min(1).max(100),
  depth: z.int().min(1).max(1024),
});

/** `config.json` of a MusicVAE checkpoint. */
export const musicVaeConfigSchema = z
  .object({
    type: z.literal('MusicVAE'),
    dataConverter: converterConfigSchema,
    chordEncoder: z
      .enum(chordEncoderTypes)
      .nullish()
      .transform((value) => value ?? null),
    conditionOnKey: flag,
    useBooleanDecoder: flag,
    extraControls: z
      .array(controlSchema)
      .max(32)
      .nullish()
      .transform((value) => value ?? []),
  })
  .refine(({ dataConverter: { args } }) => args.numSteps % (args.numSegments ?? 1) === 0, {
    error: 'numSteps must be a multiple of numSegments',
  });

/** The configuration of a MusicVAE as plain data: its converter and its control inputs. */
export type MusicVaeConfig = z.output<typeof musicVaeConfigSchema>;
/** The configuration as it is written, before defaults are filled in. */
export type MusicVaeConfigInput = z.input<typeof musicVaeConfigSchema>;
