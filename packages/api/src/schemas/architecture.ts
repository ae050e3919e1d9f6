/** The networks on both sides of a bottleneck: a list of layers, or the recurrent networks of a sequence. */
import * as z from 'zod';
import { layerSchema } from './layers.js';

/** Two lists of layers. */
const layersSchema = z.strictObject({
  /** Layers from the input's shape (the codec's, unless a reduction makes it smaller) to features. */
  encoder: z.array(layerSchema).max(64),
  /** Layers from the latent vector (and the condition, joined to it) to the codec's shape. */
  decoder: z.array(layerSchema).min(1).max(64),
});
/** Encoder and decoder as lists of layers. */
export type LayersArchitecture = z.output<typeof layersSchema>;

const units = z.int().min(1).max(8192);

/**
 * The architecture of MusicVAE (Roberts et al. 2018, section 3). Bidirectional LSTMs read rows `[rows, depth]`; LSTMs
 * generate them one by one, each from the latent and the previous row. With `segments`, encoder and decoder are
 * hierarchical: one encoder level reads each segment and another reads all of them, and a conductor gives each segment
 * its own embedding.
 */
const sequenceSchema = z.strictObject({
  kind: z.literal('sequence'),
  /** Number of segments, which must divide the number of rows; null for a flat model. */
  segments: z.int().min(1).max(512).nullable().default(null),
  /** Index of the value in an input row that is 1 at the end of the segment; null if all segments are full. */
  endToken: z.int().min(0).max(16_383).nullable().default(null),
  /** Units per direction: one level, or two with segments. */
  encoder: z.array(units).min(1).max(2),
  /** One decoder per part of a row; the parts are those of a categorical likelihood with `parts`. */
  decoders: z
    .array(
      z.strictObject({
        /** Number of values in its part. */
        depth: z.int().min(1).max(16_384),
        /** Units of its LSTM layers, in order. */
        units: z.array(units).min(1).max(8),
        /** Hidden units of a NADE over the values of a row (Larochelle & Murray 2011); null for none. */
        nade: units.nullable().default(null),
        /**
         * How the decoder takes the previous row. `row` takes it unchanged. `bits` is for rows that are one of 2^n
         * classes, where a class encodes n binary values: it takes the n binary digits of the class, lowest first.
         */
        feedback: z.enum(['row', 'bits']).default('row'),
      }),
    )
    .min(1)
    .max(16),
  /** Units of the conductor's LSTM layers; empty for a flat model. */
  conductor: z.array(units).max(8).default([]),
  /** Units per direction of the LSTM that reads the conditions of the rows; null if they are used directly. */
  controls: units.nullable().default(null),
  /** Whether training may feed the decoder its own draws (the schedule `scheduledSampling` sets how often). */
  samples: z.boolean().default(false),
});
/** A recurrent encoder and decoder of rows: MusicVAE's (Roberts et al. 2018). */
export type SequenceArchitecture = z.output<typeof sequenceSchema>;

/** The networks of a model: lists of layers, or a sequence architecture. */
export const architectureSchema = z.union([layersSchema, sequenceSchema]);
/** The networks of a model, checked. */
export type Architecture = z.output<typeof architectureSchema>;
