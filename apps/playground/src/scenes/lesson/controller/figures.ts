/** Figures that the widgets compute from the models' answers. */
import { normals, uniforms } from '@speil/core/random';
import type { Point, Square } from '../../../shared/geometry/geometry';

/** @returns the divergence of a normal distribution from the standard normal, in nats. */
export function divergence(mean: number, logVariance: number): number {
  return (mean ** 2 + Math.exp(logVariance) - 1 - logVariance) / 2;
}

/** @returns the density of a normal distribution. */
export function density(x: number, mean: number, deviation: number): number {
  return Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
}

/**
 * What an average test digit costs each model: `speil eval` on MNIST's 10,000 test digits, in the cards of
 * mnist-vae and mnist-beta-vae-2d.
 */
export const costs = {
  vae: { reconstruction: 142.71, divergence: 6.35, beta: 1 },
  beta: { reconstruction: 149.55, divergence: 4.09, beta: 4 },
} as const;
export type Priced = keyof typeof costs;

export const totalCost = (model: Priced, beta: number): number =>
  costs[model].reconstruction + beta * costs[model].divergence;

/** Number of latents that are drawn at once from each model. */
export const drawCount = 10;

/** The square that holds the digits of the autoencoder, in its atlas (figures.test.ts). */
export const aeSquare: Square = { centre: { x: -24.5, y: -10.5 }, extent: 41.5 };

/** @returns latents drawn evenly from a square: nothing says where a plain autoencoder has its digits. */
export function drawEvenly(seed: number, { centre, extent }: Square): readonly Point[] {
  const values = uniforms({ seed, purpose: 'sampling' }, 2 * drawCount);
  return pairsOf(values, (value) => (2 * value - 1) * extent).map(({ x, y }) => ({
    x: centre.x + x,
    y: centre.y + y,
  }));
}

/** @returns latents drawn from the standard normal, the prior of a VAE. */
export function drawNormally(seed: number): readonly Point[] {
  return pairsOf(normals({ seed, purpose: 'sampling' }, 2 * drawCount), (value) => value);
}

function pairsOf(values: Float32Array, scale: (value: number) => number): readonly Point[] {
  return Array.from({ length: values.length / 2 }, (_, i) => ({
    x: scale(values[2 * i]!),
    y: scale(values[2 * i + 1]!),
  }));
}

/** @returns the absolute differences of two pictures. */
export function differences(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from(a, (value, i) => Math.abs(value - b[i]!));
}
