/** What an engine computes of a MusicVAE, as pure functions. */
import type { TensorFunction } from '@speil/core';
import { contextOf, take, tensorFunction } from '@speil/core/tensor';
import type { MusicVaePlan } from './architecture.js';
import { decodeNotes } from './decoder.js';
import { encodeNotes } from './encoder.js';

/** Inputs `variables`, `batch/{rows, present}` (the latter where segments end); outputs `out/{mean, logVariance}`. */
export function notesEncoding(plan: MusicVaePlan): TensorFunction {
  return tensorFunction('encode-notes', (inputs) => {
    const { mean, logVariance } = encodeNotes(
      plan,
      take(inputs, 'batch', 'rows'),
      contextOf(inputs, false),
      inputs['batch']!['present'],
    );
    return { out: { mean, ...(logVariance && { logVariance }) } };
  });
}

/**
 * Inputs `variables`, `batch/{z, controls}` and, for draws, `noise/decoding` and `scalars/temperature`; output `out/rows`
 * `[batch, outputRows, outputDepth]`.
 */
export function notesDecoding(plan: MusicVaePlan): TensorFunction {
  return tensorFunction('decode-notes', (inputs) => {
    const controls = inputs['batch']!['controls'];
    const noise = inputs['noise']?.['decoding'];
    const rows = decodeNotes(plan, take(inputs, 'batch', 'z'), contextOf(inputs, false), {
      ...(controls && { controls }),
      ...(noise && { chance: { noise, temperature: take(inputs, 'scalars', 'temperature') } }),
    });
    return { out: { rows } };
  });
}
