/**
 * Draws pictures in character cells. In a terminal with colours, the four quadrants of a cell have two colours. Both are set
 * explicitly, so that a picture is the same on light and dark backgrounds. Without colour, characters of a ramp of
 * ASCII shades are used.
 */
import type { Theme } from './theme.js';

/** Values from 0 to 255, row-major, with the channels of a pixel side by side. */
export interface CellPicture {
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  readonly pixels: ArrayLike<number>;
}

/** Red, green and blue, 0 to 255. */
type Colour = readonly [number, number, number];

/** The lit quadrants: bit 1 top left, 2 top right, 4 bottom left, 8 bottom right. */
const quadrants = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

const shades = ' .:-=+*#%@';

/** @returns `rows` strings that are `columns` cells wide, with escape codes if the theme has colour. */
export function renderPicture(
  picture: CellPicture,
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
      const wanted = styleOf(light, dark, theme);
      if (wanted !== style) line += wanted;
      style = wanted;
      line += text;
    }
    return `${line}\u001b[0m`;
  });
}

/** Most cells in a line, and most lines, of a picture that is printed. */
const [mostColumns, mostRows] = [96, 40];

/** @returns the lines of a picture in its own proportions, at most `columns` cells wide. A cell is twice as high as it is wide. */
export function printPicture(
  picture: CellPicture,
  columns: number,
  theme: Theme,
): readonly string[] {
  const proportion = picture.height / picture.width / 2;
  const widest = Math.min(columns, mostColumns, picture.width, Math.floor(mostRows / proportion));
  const across = Math.max(1, widest);
  const rows = Math.max(1, Math.round(across * proportion));
  return renderPicture(picture, across, rows, theme);
}

/** Approximates four colours by a pattern of two: the four are divided along the channel in which they differ most. */
function quantise(cell: readonly Colour[]): { text: string; light: Colour; dark: Colour } {
  const ranges = [0, 1, 2].map((channel) => {
    const values = cell.map((colour) => colour[channel]!);
    return { channel, low: Math.min(...values), high: Math.max(...values) };
  });
  const { channel, low, high } = ranges.reduce((widest, range) =>
    range.high - range.low > widest.high - widest.low ? range : widest,
  );
  const isLit = (colour: Colour): boolean => colour[channel]! > (low + high) / 2;
  const bits = cell.reduce((sum, colour, i) => sum + (isLit(colour) ? 1 << i : 0), 0);
  return {
    text: quadrants[bits]!,
    light: meanColour(cell.filter(isLit)),
    dark: meanColour(cell.filter((colour) => !isLit(colour))),
  };
}

function meanColour(colours: readonly Colour[]): Colour {
  const mean = (channel: number): number =>
    Math.round(
      colours.reduce((sum, colour) => sum + colour[channel]!, 0) / Math.max(1, colours.length),
    );
  return [mean(0), mean(1), mean(2)];
}

function styleOf(light: Colour, dark: Colour, { colour }: Theme): string {
  if (colour === 'true') return `\u001b[38;2;${light.join(';')};48;2;${dark.join(';')}m`;
  return `\u001b[38;5;${indexOf(light)};48;5;${indexOf(dark)}m`;
}

/** The levels of a channel in the colour cube of the 256 colours, which begins at index 16. */
const cubeLevels = [0, 95, 135, 175, 215, 255];

/** The index of the closest of the 256 colours: one of the colour cube, or one of the greys. */
function indexOf(colour: Colour): number {
  const levels = colour.map((value) => nearest(cubeLevels, value));
  const cube = levels.map((level) => cubeLevels[level]!) as unknown as Colour;
  const [grey, index] = greyOf(Math.round((colour[0] + colour[1] + colour[2]) / 3));
  if (distance(colour, [grey, grey, grey]) <= distance(colour, cube)) return index;
  return 16 + 36 * levels[0]! + 6 * levels[1]! + levels[2]!;
}

/** The closest grey and its index: 16 is black, 231 is white, and 232 to 255 are the greys from 8 to 238. */
function greyOf(value: number): readonly [grey: number, index: number] {
  if (value < 4) return [0, 16];
  if (value > 246) return [255, 231];
  const step = Math.min(23, Math.max(0, Math.round((value - 8) / 10)));
  return [8 + 10 * step, 232 + step];
}

const distance = (a: Colour, b: Colour): number =>
  (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

function nearest(levels: readonly number[], value: number): number {
  return levels.reduce(
    (best, level, i) => (Math.abs(level - value) < Math.abs(levels[best]! - value) ? i : best),
    0,
  );
}

function shadeOf([red, green, blue]: Colour): string {
  const grey = (red + green + blue) / 3;
  return shades[Math.min(shades.length - 1, Math.floor((grey / 256) * shades.length))]!;
}

/** Averages over the area that each new pixel covers. */
function shrink(picture: CellPicture, columns: number, rows: number): readonly Colour[] {
  const { width, height, channels } = picture;
  const small: Colour[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const across = [(x * width) / columns, ((x + 1) * width) / columns] as const;
      const down = [(y * height) / rows, ((y + 1) * height) / rows] as const;
      const red = mean(picture, 0, across, down);
      const isGrey = channels === 1;
      small.push([
        red,
        isGrey ? red : mean(picture, 1, across, down),
        isGrey ? red : mean(picture, 2, across, down),
      ]);
    }
  }
  return small;
}

function mean(
  { width, channels, pixels }: CellPicture,
  channel: number,
  [left, right]: readonly [number, number],
  [top, bottom]: readonly [number, number],
): number {
  let sum = 0;
  let area = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const down = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      const share = down * (Math.min(x + 1, right) - Math.max(x, left));
      sum += share * (pixels[(y * width + x) * channels + channel] ?? 0);
      area += share;
    }
  }
  // Whole numbers, so that a flat area has no pattern.
  return area > 0 ? Math.round(sum / area) : 0;
}
