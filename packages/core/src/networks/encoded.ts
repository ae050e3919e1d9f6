/** What passes between encoder, bottleneck and decoder: types alone, so that networks need not know the model that joins them. */
import type * as tf from '@tensorflow/tfjs-core';

/** The outcome of encoding a batch: the parameters of its posteriors. */
export interface EncodedBatch {
  /** `[batch, ...latentShape]`; the codebook's indices, for a model with a codebook. */
  readonly mean: tf.Tensor;
  /** `[batch, ...latentShape]`, ln sigma squared; only with a gaussian bottleneck. */
  readonly logVariance?: tf.Tensor;
  /** Only with a codebook. */
  readonly quantized?: Quantized;
}

/** Features replaced by their nearest codebook vectors. */
export interface Quantized {
  /** The index of each feature's nearest vector, whole numbers, `[batch, ...latentShape]`; no gradient. */
  readonly indices: tf.Tensor;
  /** The vectors, `[batch, ...latentShape, size]`: their gradient goes to the features (VQ-VAE, section 3.2). */
  readonly vectors: tf.Tensor;
  /** Squared distance of each item's features to their vectors, summed, `[batch]`: equation 3's commitment, unweighted. */
  readonly commitment: tf.Tensor1D;
  /** One row for each feature, `[positions, size]` and `[positions, codebookSize]`; constants. */
  readonly rows: tf.Tensor2D;
  readonly assignments: tf.Tensor2D;
}
