/** A small raster canvas. */
import { drawText } from './letters.js';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** A picture with the same structure as the pictures of `@speil/images`, on which this package does not depend. */
export interface PianoRoll {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Red, green and blue. */
  readonly channels: 3;
  /** Row-major, `height * width * 3` bytes. */
  readonly pixels: Uint8Array;
}

/** Mixes two colours. @param share share of the second colour, 0 to 1. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const at = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * share);
  return [at(0), at(1), at(2)];
}

/** A picture to draw on. Whatever is outside the canvas is clipped. */
export class Canvas {
  readonly #pixels: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
    background: Colour,
  ) {
    this.#pixels = new Uint8Array(width * height * 3);
    this.fill(0, 0, width, height, background);
  }

  dot(x: number, y: number, colour: Colour): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    this.#pixels.set(colour, (y * this.width + x) * 3);
  }

  fill(x: number, y: number, width: number, height: number, colour: Colour): void {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) this.dot(column, row, colour);
    }
  }

  frame(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.fill(x, y, width, 1, colour);
    this.fill(x, y + height - 1, width, 1, colour);
    this.fill(x, y, 1, height, colour);
    this.fill(x + width - 1, y, 1, height, colour);
  }

  /**
   * Fills a rectangle without its corner pixels. The left edge has a different colour, so that adjacent notes can be
   * distinguished.
   */
  rounded(x: number, y: number, width: number, height: number, colour: Colour, edge: Colour): void {
    const corner = width > 3 && height > 3 ? 1 : 0;
    this.fill(x, y + corner, width, height - 2 * corner, colour);
    if (corner) {
      this.fill(x + 1, y, width - 2, 1, colour);
      this.fill(x + 1, y + height - 1, width - 2, 1, colour);
    }
    this.fill(x, y + corner, Math.min(2, width), height - 2 * corner, edge);
  }

  text(x: number, y: number, text: string, colour: Colour): void {
    drawText(text, (dx, dy) => this.dot(x + dx, y + dy, colour));
  }

  picture(): PianoRoll {
    return { width: this.width, height: this.height, channels: 3, pixels: this.#pixels };
  }
}
