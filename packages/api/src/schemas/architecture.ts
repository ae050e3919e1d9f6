/** The networks on both sides of a bottleneck: layers one after the other, or the recurrent ones of a sequence. */
import * as z from 'zod';
import { layerSchema } from './layers.js';

const layersSchema = z.strictObject({
  /** From the input's shape (the codec's, unless a reduction makes it smaller) to features. */
  encoder: z.array(layerSchema).max(64),
  /** From the latent vector (and the condition, joined to it) to the codec's shape. */
  decoder: z.array(layerSchema).min(1).max(64),
});
export type LayersArchitecture = z.output<typeof layersSchema>;

const units = z.int().min(1).max(8192);

/**
 * MusicVAE's (Roberts et al. 2018, section 3): bidirectional LSTMs read rows `[rows, depth]`; LSTMs write them one by one, each
 * from the code and the row before. With `segments` both are hierarchical: an encoder reads each segment and another all of
 * them; a conductor gives each segment a code of its own.
 */
const sequenceSchema = z.strictObject({
  kind: z.literal('sequence'),
  /** Stretches of the rows, which their number must divide; null for a flat model. */
  segments: z.int().min(1).max(512).nullable().default(null),
  /** Where this number of an input's row is 1, its segment ends; null where segments are full. */
  endToken: z.int().min(0).max(16_383).nullable().default(null),
  /** Units of each direction: one level, or two with segments. */
  encoder: z.array(units).min(1).max(2),
  /** One for each part of a row; the parts are those of a categorical likelihood that has `parts`. */
  decoders: z
    .array(
      z.strictObject({
        /** Numbers in its part. */
        depth: z.int().min(1).max(16_384),
        /** Units of its LSTM layers, the first first. */
        units: z.array(units).min(1).max(8),
        /** Hidden units of a NADE over the numbers of a row (Larochelle & Murray 2011); null for none. */
        nade: units.nullable().default(null),
        /**
         * How it is told the row before: as it is, or, where a row is one of 2^n classes and each class stands for n things that
         * are there or not, as the n binary digits of the class, the lowest first.
         */
        feedback: z.enum(['row', 'bits']).default('row'),
      }),
    )
    .min(1)
    .max(16),
  /** Units of the conductor's LSTM layers; empty for a flat model. */
  conductor: z.array(units).max(8).default([]),
  /** Units of each direction of the LSTM that reads the conditions of the rows first; null where they are taken as they are. */
  controls: units.nullable().default(null),
  /** Whether training may feed the decoder its own draws (the training's `sampling` says how often). */
  samples: z.boolean().default(false),
});
export type SequenceArchitecture = z.output<typeof sequenceSchema>;

export const architectureSchema = z.union([layersSchema, sequenceSchema]);
export type Architecture = z.output<typeof architectureSchema>;
