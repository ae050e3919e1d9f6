/**
 * Draws grey pictures in character cells. In colour, the four quadrants of a cell have two greys. Both are set
 * explicitly, so that a picture is the same on light and dark backgrounds. Without colour, characters of a ramp of
 * ASCII shades are used.
 */
import type { Theme } from './theme.js';

/** Grey values, row-major, 0 black to 255 white. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: ArrayLike<number>;
}

/** The lit quadrants: bit 1 top left, 2 top right, 4 bottom left, 8 bottom right. */
const quadrants = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

const shades = ' .:-=+*#%@';

/** @returns `rows` strings that are `columns` cells wide, with escape codes if the theme has colour. */
export function renderPicture(
  picture: GreyPicture,
  columns: number,
  rows: number,
  theme: Theme,
): readonly string[] {
  if (theme.colour === 'none' || !theme.unicode) {
    const small = shrink(picture, columns, rows);
    return Array.from({ length: rows }, (_, y) =>
      Array.from({ length: columns }, (_cell, x) => shadeOf(small[y * columns + x]!)).join(''),
    );
  }
  const width = columns * 2;
  const small = shrink(picture, width, rows * 2);
  return Array.from({ length: rows }, (_, row) => {
    let line = '';
    let style = '';
    for (let column = 0; column < columns; column++) {
      const at = row * 2 * width + column * 2;
      const cell = [small[at]!, small[at + 1]!, small[at + width]!, small[at + width + 1]!];
      const { text, light, dark } = quantise(cell);
      const wanted = greys(light, dark, theme);
      if (wanted !== style) line += wanted;
      style = wanted;
      line += text;
    }
    return `${line}\u001b[0m`;
  });
}

/** The pattern of two greys that is closest to four values. */
function quantise(cell: readonly number[]): { text: string; light: number; dark: number } {
  const [low, high] = [Math.min(...cell), Math.max(...cell)];
  const middle = (low + high) / 2;
  const lit = cell.filter((value) => value > middle);
  const unlit = cell.filter((value) => value <= middle);
  const mean = (values: readonly number[]): number =>
    Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
  const bits = cell.reduce((sum, value, i) => sum + (value > middle ? 1 << i : 0), 0);
  return { text: quadrants[bits]!, light: mean(lit), dark: mean(unlit) };
}

function greys(light: number, dark: number, { colour }: Theme): string {
  if (colour === 'true') {
    return `\u001b[38;2;${light};${light};${light};48;2;${dark};${dark};${dark}m`;
  }
  return `\u001b[38;5;${indexOf(light)};48;5;${indexOf(dark)}m`;
}

/** The closest grey of the 256 colours: 16 is black, 231 is white, and 232 to 255 are the greys from 8 to 238. */
function indexOf(grey: number): number {
  if (grey < 4) return 16;
  if (grey > 246) return 231;
  return 232 + Math.min(23, Math.max(0, Math.round((grey - 8) / 10)));
}

function shadeOf(grey: number): string {
  return shades[Math.min(shades.length - 1, Math.floor((grey / 256) * shades.length))]!;
}

/** Averages over the area that each new pixel covers. */
function shrink({ width, height, pixels }: GreyPicture, columns: number, rows: number): number[] {
  const small: number[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      small.push(
        mean(
          pixels,
          width,
          [(x * width) / columns, ((x + 1) * width) / columns],
          [(y * height) / rows, ((y + 1) * height) / rows],
        ),
      );
    }
  }
  return small;
}

function mean(
  pixels: ArrayLike<number>,
  width: number,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): number {
  let sum = 0;
  let area = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const down = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      const share = down * (Math.min(x + 1, right) - Math.max(x, left));
      sum += share * (pixels[y * width + x] ?? 0);
      area += share;
    }
  }
  return area > 0 ? sum / area : 0;
}
