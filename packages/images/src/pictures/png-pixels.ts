/**
 * Converts the samples of a PNG row to 8-bit grey or colour. It supports packed bits, 16 bits, palettes, and
 * transparency over a background.
 */
import { paletteType, type SoundPng } from './png-chunks.js';
import { unpackedRows } from './png-rows.js';

export interface PixelReader {
  readonly channels: 1 | 3;
  /** @param row packed samples. @param into `columns * channels` bytes. */
  readonly read: (row: Uint8Array, into: Uint8Array) => void;
}

/** Reads one pixel: its colours and its opacity. */
interface Source {
  readonly channels: 1 | 3;
  /** Writes 0 to 255 for each channel, including fractions. @returns the opacity, 0 to 1. */
  readonly at: (row: Uint8Array, x: number, colours: Float64Array) => number;
  /** Whether pixels may be transparent. */
  readonly hasAlpha: boolean;
}

/** Brightness (0 to 255) above which a pixel is hard to see on white: three quarters. */
const light = 191;
/** Share of the opaque pixels that may be darker (specks) while the picture still looks blank on white. */
const specks = 0.01;

export function pixelReader(png: SoundPng): PixelReader {
  const source = png.header.colourType === paletteType ? palettePixels(png) : samplePixels(png);
  const { channels, at, hasAlpha } = source;
  // The form that most files have needs no conversion.
  if (!hasAlpha && png.header.depth === 8 && png.header.colourType !== paletteType) {
    return { channels, read: (row, into) => into.set(row) };
  }
  const ground = hasAlpha ? chooseBackground(png, source) : 255;
  const colours = new Float64Array(channels);
  return {
    channels,
    read(row, into) {
      for (let x = 0; x < into.length / channels; x++) {
        const alpha = at(row, x, colours);
        for (let c = 0; c < channels; c++) {
          into[x * channels + c] = Math.round(colours[c]! * alpha + ground * (1 - alpha));
        }
      }
    },
  };
}

/**
 * Chooses the background: white, or black if almost all opaque pixels are light and would be invisible on white. This
 * unpacks the rows once more.
 */
function chooseBackground(png: SoundPng, { channels, at }: Source): 0 | 255 {
  const colours = new Float64Array(channels);
  let [covered, dark, clear] = [0, 0, 0];
  const columns = columnsOf(png);
  for (const row of unpackedRows(png)) {
    const count = columns.next().value!;
    for (let x = 0; x < count; x++) {
      const alpha = at(row, x, colours);
      const [r, g = r, b = r] = colours as unknown as [number, number?, number?];
      covered += alpha;
      clear += 1 - alpha;
      if (0.299 * r + 0.587 * g + 0.114 * b < light) dark += alpha;
    }
  }
  return clear > 0 && covered > 0 && dark <= specks * covered ? 0 : 255;
}

/** The number of pixels of each unpacked row. */
function* columnsOf({ passes }: SoundPng): Generator<number, undefined> {
  for (const { rows, columns } of passes) for (let y = 0; y < rows; y++) yield columns;
}

function samplePixels({ header: { depth, samples }, once }: SoundPng): Source {
  const channels = samples >= 3 ? 3 : 1;
  const hasAlpha = samples === 2 || samples === 4;
  const scale = 255 / (2 ** depth - 1);
  const sample = sampleAt(depth);
  const clear = hasAlpha ? undefined : transparentSamples(once.get('tRNS'), channels);
  return {
    channels,
    hasAlpha: hasAlpha || clear !== undefined,
    at(row, x, colours) {
      const first = x * samples;
      for (let c = 0; c < channels; c++) colours[c] = sample(row, first + c) * scale;
      if (hasAlpha) return (sample(row, first + samples - 1) * scale) / 255;
      return Number(!clear?.every((value, c) => sample(row, first + c) === value));
    },
  };
}

/** The transparent colour, as samples of the picture's depth; undefined if there is none. */
function transparentSamples(body: Uint8Array | undefined, channels: number): number[] | undefined {
  if (body?.length !== 2 * channels) return undefined;
  return Array.from({ length: channels }, (_, c) => 256 * body[2 * c]! + body[2 * c + 1]!);
}

function palettePixels({ header: { depth }, once }: SoundPng): Source {
  const [palette, alphas] = [once.get('PLTE')!, once.get('tRNS')];
  const count = Math.floor(palette.length / 3);
  const sample = sampleAt(depth);
  return {
    channels: 3,
    hasAlpha: alphas?.some((alpha) => alpha < 255) ?? false,
    at(row, x, colours) {
      const index = sample(row, x);
      if (index >= count) throw new Error(`palette entry ${index} is missing`);
      for (let c = 0; c < 3; c++) colours[c] = palette[3 * index + c]!;
      return (alphas?.[index] ?? 255) / 255;
    },
  };
}

/**
 * Reads sample `i` of a row. Packed samples begin at the highest bit of a byte, and 16-bit samples begin with their
 * high byte.
 */
function sampleAt(depth: number): (row: Uint8Array, i: number) => number {
  if (depth === 8) return (row, i) => row[i]!;
  if (depth === 16) return (row, i) => 256 * row[2 * i]! + row[2 * i + 1]!;
  const mask = 2 ** depth - 1;
  return (row, i) => {
    const bit = i * depth;
    return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & mask;
  };
}
