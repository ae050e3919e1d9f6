/** From the samples of a PNG row to grey or colour of 8 bits: packed bits, 16 bits, palettes, and what is transparent on white. */
import { paletteType, type SoundPng } from './png-chunks.js';

export interface PixelReader {
  readonly channels: 1 | 3;
  /** @param row packed samples. @param into `columns * channels` bytes. */
  readonly read: (row: Uint8Array, into: Uint8Array) => void;
}

export function pixelReader(png: SoundPng): PixelReader {
  return png.header.colourType === paletteType ? ofPalette(png) : ofSamples(png);
}

function ofSamples({ header: { depth, samples }, once }: SoundPng): PixelReader {
  const channels = samples >= 3 ? 3 : 1;
  const hasAlpha = samples === 2 || samples === 4;
  const scale = 255 / (2 ** depth - 1);
  const at = sampleAt(depth);
  const clear = hasAlpha ? undefined : clearSamples(once.get('tRNS'), channels);
  // As most files are.
  if (depth === 8 && !hasAlpha && clear === undefined) {
    return { channels, read: (row, into) => into.set(row) };
  }
  return {
    channels,
    read(row, into) {
      const columns = into.length / channels;
      for (let x = 0; x < columns; x++) {
        const first = x * samples;
        const alpha = hasAlpha
          ? (at(row, first + samples - 1) * scale) / 255
          : Number(!clear?.every((value, c) => at(row, first + c) === value));
        for (let c = 0; c < channels; c++) {
          const value = at(row, first + c) * scale;
          into[x * channels + c] = Math.round(value * alpha + 255 * (1 - alpha));
        }
      }
    },
  };
}

/** The one colour that is transparent, as samples of the picture's depth; absent where there is none. */
function clearSamples(body: Uint8Array | undefined, channels: number): number[] | undefined {
  if (body?.length !== 2 * channels) return undefined;
  return Array.from({ length: channels }, (_, c) => 256 * body[2 * c]! + body[2 * c + 1]!);
}

function ofPalette({ header: { depth }, once }: SoundPng): PixelReader {
  const [palette, alphas] = [once.get('PLTE')!, once.get('tRNS')];
  const count = Math.floor(palette.length / 3);
  const colours = Uint8Array.from(palette.subarray(0, 3 * count), (value, i) => {
    const alpha = (alphas?.[Math.floor(i / 3)] ?? 255) / 255;
    return Math.round(value * alpha + 255 * (1 - alpha));
  });
  const at = sampleAt(depth);
  return {
    channels: 3,
    read(row, into) {
      for (let x = 0; x < into.length / 3; x++) {
        const index = at(row, x);
        if (index >= count) throw new Error(`palette entry ${index} is missing`);
        into[3 * x] = colours[3 * index]!;
        into[3 * x + 1] = colours[3 * index + 1]!;
        into[3 * x + 2] = colours[3 * index + 2]!;
      }
    },
  };
}

/** Sample `i` of a row; packed ones begin at the highest bit of a byte, wide ones with their high byte. */
function sampleAt(depth: number): (row: Uint8Array, i: number) => number {
  if (depth === 8) return (row, i) => row[i]!;
  if (depth === 16) return (row, i) => 256 * row[2 * i]! + row[2 * i + 1]!;
  const mask = 2 ** depth - 1;
  return (row, i) => {
    const bit = i * depth;
    return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & mask;
  };
}
