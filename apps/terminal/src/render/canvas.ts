/**
 * A drawing of dots in character cells: two by four dots per cell in braille, one dot per cell in plain ASCII. Each
 * cell has the colour of the series that was drawn in it last.
 */
import { symbols, type ColourName, type Theme } from './theme.js';

/** Consecutive characters of one colour. */
export interface Span {
  readonly text: string;
  readonly colour?: ColourName;
}

export interface Ink {
  readonly colour: ColourName;
  /** The character for a dot of this series in ASCII. */
  readonly plain: string;
  /** The character that marks its curve in Unicode without colour. */
  readonly glyph: string;
}

/** The symbol of a series in a legend. It is the glyph only if the curve is marked with the glyph. */
export function keyOf({ plain, glyph }: Ink, theme: Theme): string {
  if (!theme.unicode) return plain;
  return theme.colour === 'none' ? glyph : symbols(theme).dot;
}

/** Bits of a braille cell by row and column of the dot (Unicode block U+2800). */
const braille = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export class Canvas {
  readonly columns: number;
  readonly rows: number;
  /** Number of dots across and down. */
  readonly width: number;
  readonly height: number;
  readonly #unicode: boolean;
  readonly #bits: Uint8Array;
  readonly #inks: (Ink | undefined)[];
  readonly #glyphs = new Map<number, string>();

  constructor(columns: number, rows: number, unicode: boolean) {
    this.columns = columns;
    this.rows = rows;
    this.#unicode = unicode;
    this.width = unicode ? columns * 2 : columns;
    this.height = unicode ? rows * 4 : rows;
    this.#bits = new Uint8Array(columns * rows);
    this.#inks = Array.from({ length: columns * rows });
  }

  /** Draws a dot; outside the canvas it does nothing. @param y the row of dots, counted from the top. */
  dot(x: number, y: number, ink: Ink): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const [across, down] = this.#unicode ? [2, 4] : [1, 1];
    const cell = Math.floor(y / down) * this.columns + Math.floor(x / across);
    const bit = this.#unicode ? braille[y % 4]![x % 2]! : 1;
    this.#bits[cell] = this.#bits[cell]! | bit;
    this.#inks[cell] = ink;
  }

  /** Draws a straight line of dots, both ends included (Bresenham). @param every only every n-th dot is drawn. */
  line(from: readonly [number, number], to: readonly [number, number], ink: Ink, every = 1): void {
    const [dx, dy] = [Math.abs(to[0] - from[0]), -Math.abs(to[1] - from[1])];
    const [sx, sy] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
    let [x, y] = from;
    let error = dx + dy;
    for (let i = 0; ; i++) {
      if (i % every === 0) this.dot(x, y, ink);
      if (x === to[0] && y === to[1]) return;
      const twice = 2 * error;
      if (twice >= dy) {
        error += dy;
        x += sx;
      }
      if (twice <= dx) {
        error += dx;
        y += sy;
      }
    }
  }

  /**
   * Draws the glyph of a series in place of a cell's dots. Outside the canvas it does nothing.
   *
   * @param y the row of dots, counted from the top.
   */
  mark(x: number, y: number, ink: Ink): void {
    const [column, row] = this.#unicode
      ? [Math.floor(x / 2), Math.floor(y / 4)]
      : [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return;
    const cell = row * this.columns + column;
    this.#bits[cell] = 1;
    this.#inks[cell] = ink;
    this.#glyphs.set(cell, this.#unicode ? ink.glyph : ink.plain);
  }

  /** The spans of each row. @param blank the character for an empty cell, such as a mark behind the curves. */
  render(blank: (column: number) => Span = () => ({ text: ' ' })): readonly (readonly Span[])[] {
    return Array.from({ length: this.rows }, (_, row) => {
      const spans: Span[] = [];
      for (let column = 0; column < this.columns; column++) {
        const cell = row * this.columns + column;
        const bits = this.#bits[cell]!;
        const ink = this.#inks[cell];
        const text =
          this.#glyphs.get(cell) ??
          (this.#unicode ? String.fromCodePoint(0x2800 + bits) : (ink?.plain ?? ' '));
        const span = bits === 0 || ink === undefined ? blank(column) : { text, colour: ink.colour };
        const last = spans.at(-1);
        if (last !== undefined && last.colour === span.colour) {
          spans[spans.length - 1] = { ...last, text: last.text + span.text };
        } else {
          spans.push(span);
        }
      }
      return spans;
    });
  }
}
