/**
 * The types of the values that pass between encoder, bottleneck and decoder, so that networks do not depend on the
 * model that connects them.
 */
import type * as tf from '@tensorflow/tfjs-core';

/** The outcome of encoding a batch: the parameters of its posteriors. */
export interface EncodedBatch {
  /** `[batch, ...latentShape]`; the codebook's indices for a model with a codebook. */
  readonly mean: tf.Tensor;
  /** ln(sigma^2), `[batch, ...latentShape]`; only with a Gaussian bottleneck. */
  readonly logVariance?: tf.Tensor;
  /** Only with a codebook. */
  readonly quantized?: Quantized;
}

/** Features replaced by their nearest codebook vectors. */
export interface Quantized {
  /** The index of each feature's nearest vector, `[batch, ...latentShape]`, without a gradient. */
  readonly indices: tf.Tensor;
  /** The vectors, `[batch, ...latentShape, size]`. Their gradient is passed to the features (VQ-VAE, section 3.2). */
  readonly vectors: tf.Tensor;
  /**
   * Sum of the squared distances of each item's features from their vectors, `[batch]`: the unweighted commitment loss
   * of equation 3.
   */
  readonly commitment: tf.Tensor1D;
  /** The features (with `fsq`, their vectors), one per row, `[positions, size]`, without a gradient. */
  readonly rows: tf.Tensor2D;
  /** The index of each feature's vector, one-hot, `[positions, codebookSize]`, without a gradient. */
  readonly assignments: tf.Tensor2D;
}
