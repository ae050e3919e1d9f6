/**
 * Enlarges pictures with slices, sums and reshapes. Their gradients are correct on every backend; those of resizing are
 * not, and that of `resizeBilinear` with half pixels is missing.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Interpolation } from '@speil/api';
import type { ApplyLayer } from './layer.js';

export const applyUpSample2d: ApplyLayer<'upSample2d'> = ({ spec }, x) =>
  upSample(x as tf.Tensor4D, spec.size, spec.interpolation);

/** Enlarges both sides by `size`. @param x `[batch, height, width, channels]`. */
export function upSample(x: tf.Tensor4D, size: number, interpolation: Interpolation): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const along = interpolation === 'nearest' ? repeat : interpolate;
  const rows = along(tf.reshape<tf.Rank.R3>(x, [batch, height, width * channels]), size);
  const pixels = tf.reshape<tf.Rank.R3>(rows, [batch * height * size, width, channels]);
  return tf.reshape(along(pixels, size), [batch, height * size, width * size, channels]);
}

/** @param x `[items, length, values]`. @returns `[items, length * size, values]`. */
function repeat(x: tf.Tensor3D, size: number): tf.Tensor3D {
  const [items, length, values] = x.shape;
  const each = tf.reshape(x, [items * length, 1, values]);
  return tf.reshape<tf.Rank.R3>(tf.tile(each, [1, size, 1]), [items, length * size, values]);
}

/**
 * The centre of part i of a pixel lies (i + 1/2) / size - 1/2 pixels from the pixel's own; beyond the first and the last
 * centre, these pixels go on.
 *
 * @param x `[items, length, values]`. @returns `[items, length * size, values]`.
 */
function interpolate(x: tf.Tensor3D, size: number): tf.Tensor3D {
  const [items, length, values] = x.shape;
  const first = tf.slice(x, [0, 0, 0], [items, 1, values]);
  const last = tf.slice(x, [0, length - 1, 0], [items, 1, values]);
  const before = tf.concat([first, tf.slice(x, [0, 0, 0], [items, length - 1, values])], 1);
  const after = tf.concat([tf.slice(x, [0, 1, 0], [items, length - 1, values]), last], 1);
  const parts = Array.from({ length: size }, (_, i) => {
    const distance = (i + 0.5) / size - 0.5;
    const neighbour = distance < 0 ? before : after;
    const own = tf.mul<tf.Tensor3D>(x, 1 - Math.abs(distance));
    return tf.add<tf.Tensor3D>(own, tf.mul(neighbour, Math.abs(distance)));
  });
  return tf.reshape<tf.Rank.R3>(tf.stack(parts, 2), [items, length * size, values]);
}
