/**
 * The picture that a person gives to a network: a test digit, a drawing, or an image file. All scenes of pictures write
 * it into their links in the same way, so that links can carry it from one scene to another.
 */
import { base64url, whole } from '../link/fragment';
import type { Fragment, FragmentPart } from '../link/fragment';
import type { ItemSheet } from '../atlas/items';
import { packBytes, packInk, unpackBytes, unpackInk } from './ink-text';
import { rasterise, side } from './rasterise';
import { addInk, beginStroke } from './strokes';
import type { Strokes } from './strokes';
import type { Point } from '../geometry/geometry';

/** A picture given to a network. */
export type InputPicture =
  /** A test digit of the atlas. */
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'ink'; readonly strokes: Strokes }
  /** 784 values, read from a file. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

export type MaybeInput = { readonly kind: 'none' } | InputPicture;

export const noInput: MaybeInput = { kind: 'none' };

/** Number of values of a picture. */
export const pixelCount = side * side;

/** @returns the parts of a fragment. @param byDefault the item that a fragment without an input stands for. */
export function writeInput(input: MaybeInput, byDefault?: number): readonly FragmentPart[] {
  return [
    ['item', input.kind === 'item' ? String(input.index) : undefined, String(byDefault)],
    ['ink', input.kind === 'ink' ? packInk(input.strokes) : undefined],
    ['pixels', input.kind === 'pixels' ? packBytes(input.pixels) : undefined],
  ];
}

/** @param items number of test digits. @returns the input of a fragment; the fallback if it has no valid input. */
export function readInput<Fallback extends MaybeInput>(
  parts: Fragment,
  items: number,
  fallback: Fallback,
): InputPicture | Fallback {
  if (parts.has('ink')) {
    const strokes = parts.read('ink', base64url, undefined, unpackInk);
    return strokes === undefined ? fallback : { kind: 'ink', strokes };
  }
  if (parts.has('pixels')) {
    const pixels = parts.read('pixels', base64url, undefined, unpackBytes);
    if (pixels?.length !== pixelCount) return fallback;
    return { kind: 'pixels', pixels: Uint8Array.from(pixels) };
  }
  return parts.read<InputPicture | Fallback>('item', whole, fallback, (text) =>
    Number(text) < items ? { kind: 'item', index: Number(text) } : fallback,
  );
}

export type PenEvent = { readonly type: 'pen-down' | 'pen-move'; readonly at: Point };

/** @returns the input after a movement of the pen; the same object if the movement adds no ink. */
export function withInk<Before extends MaybeInput>(
  input: Before,
  { type, at }: PenEvent,
): Before | InputPicture {
  const before = input.kind === 'ink' ? input.strokes : [];
  const strokes = type === 'pen-down' ? beginStroke(before, at) : addInk(before, at);
  return strokes === before ? input : { kind: 'ink', strokes };
}

/** @returns 784 values; undefined without an input, and for a test digit whose sheet has not been loaded. */
export function inputPixels(
  input: MaybeInput,
  items: ItemSheet | undefined,
): Uint8Array | undefined {
  switch (input.kind) {
    case 'none':
      return undefined;
    case 'ink':
      return rasterise(input.strokes);
    case 'pixels':
      return input.pixels;
    case 'item':
      return items?.pictureOf(input.index);
  }
}
