/**
 * What a person holds up to a network: the same in all scenes of pictures, and in their links, so that it goes along from one
 * to the next.
 */
import { base64url, whole } from '../link/fragment';
import type { Fragment, FragmentPart } from '../link/fragment';
import type { ItemSheet } from '../atlas/items';
import { packBytes, packInk, unpackBytes, unpackInk } from './ink-text';
import { rasterise, side } from './rasterise';
import { addInk, beginStroke } from './strokes';
import type { Strokes } from './strokes';
import type { Point } from '../geometry/geometry';

/** A picture that is held up. */
export type HeldPicture =
  /** One of the atlas's real digits. */
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'ink'; readonly strokes: Strokes }
  /** A picture from a file, 784 values. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array };

export type Held = { readonly kind: 'none' } | HeldPicture;

export const nothing: Held = { kind: 'none' };

/** Values of a picture. */
export const pixelCount = side * side;

/** The parts of a fragment. @param byDefault the item that is held up where nothing is said. */
export function heldParts(held: Held, byDefault?: number): readonly FragmentPart[] {
  return [
    ['item', held.kind === 'item' ? String(held.index) : undefined, String(byDefault)],
    ['ink', held.kind === 'ink' ? packInk(held.strokes) : undefined],
    ['pixels', held.kind === 'pixels' ? packBytes(held.pixels) : undefined],
  ];
}

/** @param items how many there are. @returns the fallback for what is absent or does not fit. */
export function heldFrom<Fallback extends Held>(
  parts: Fragment,
  items: number,
  fallback: Fallback,
): HeldPicture | Fallback {
  if (parts.has('ink')) {
    const strokes = parts.read('ink', base64url, undefined, unpackInk);
    return strokes === undefined ? fallback : { kind: 'ink', strokes };
  }
  if (parts.has('pixels')) {
    const pixels = parts.read('pixels', base64url, undefined, unpackBytes);
    if (pixels?.length !== pixelCount) return fallback;
    return { kind: 'pixels', pixels: Uint8Array.from(pixels) };
  }
  return parts.read<HeldPicture | Fallback>('item', whole, fallback, (text) =>
    Number(text) < items ? { kind: 'item', index: Number(text) } : fallback,
  );
}

export type PenEvent = { readonly type: 'pen-down' | 'pen-move'; readonly at: Point };

/** What is held up once the pen has moved; the same where that adds no ink. */
export function withInk<Before extends Held>(
  held: Before,
  { type, at }: PenEvent,
): Before | HeldPicture {
  const before = held.kind === 'ink' ? held.strokes : [];
  const strokes = type === 'pen-down' ? beginStroke(before, at) : addInk(before, at);
  return strokes === before ? held : { kind: 'ink', strokes };
}

/** The picture itself, 784 values; undefined for an item whose sheet has not come, and for nothing. */
export function pictureOf(held: Held, items: ItemSheet | undefined): Uint8Array | undefined {
  switch (held.kind) {
    case 'none':
      return undefined;
    case 'ink':
      return rasterise(held.strokes);
    case 'pixels':
      return held.pixels;
    case 'item':
      return items?.pictureOf(held.index);
  }
}
