/**
 * Splits a PNG file into its chunks before anything is unpacked. A file of a megabyte can inflate to gigabytes, in its
 * pixels, its colour profile or its texts. So the unpacked bytes are counted, and a file with more bytes than its
 * header declares is refused. Only the chunks of the picture itself are passed on to the decoder.
 */
import { InvalidFileError } from '@speil/api';
import { Unzlib } from 'fflate';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Channels and allowed depths, by colour type (PNG 3rd edition, table 12). */
const colourTypes: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

export const paletteType = 3;

/** Colour types that are grey, without and with opacity. */
export const greyTypes: ReadonlySet<number> = new Set([0, 4]);

/**
 * First column and row, and the steps between columns and rows, of the seven passes of an interlaced file (PNG 3rd
 * edition, section 8.2).
 */
export const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Maximum size of chunks that may occur only once: 256 colours and 256 alphas. */
const lengthLimits: Readonly<Record<string, number>> = { PLTE: 768, tRNS: 256 };

/** Maximum unpacked size of the pixels, in bytes. 12 megapixels of 24 bits fit. The pixels are unpacked twice. */
const unpackedLimit = 36 * 2 ** 20;

/**
 * Size of the pieces that are inflated, in bytes. Deflate compresses by a factor of 1032 at most, so a piece gives at
 * most 4 MB before the bytes are counted.
 */
const largestPiece = 4096;
const deflateLimit = 1032;

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Number of bits of a sample. */
  readonly depth: number;
  readonly colourType: number;
  /** Samples per pixel: 1 for grey or palette, 2 for grey with alpha, 3 for colour, 4 for colour with alpha. */
  readonly samples: number;
}

/** Rows that are packed one after the other: the whole picture, or one of the seven passes of an interlaced file. */
export interface PngPass {
  readonly columns: number;
  readonly rows: number;
  /** Bytes of a row without the filter byte. */
  readonly rowBytes: number;
  /** Position of its first pixel, and the distances between its pixels. */
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** The picture of a PNG file: bodies of chunks whose checksums and sizes have been checked. */
export interface SoundPng {
  readonly header: PngHeader;
  /** IHDR, and PLTE and tRNS if they exist. */
  readonly once: ReadonlyMap<string, Uint8Array>;
  /** Bodies of all IDAT chunks, which are one stream: views of the file, not copies. */
  readonly packed: readonly Uint8Array[];
  /** Their unpacked size in bytes. */
  readonly size: number;
  readonly passes: readonly PngPass[];
  /** Distance in bytes from a sample to the same sample of the pixel to the left; at least 1. */
  readonly bytesPerPixel: number;
}

/** Whether the first eight bytes are those of a PNG file. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

/**
 * @param what the file's name, for errors.
 * @throws InvalidFileError for a file that is not a PNG, is damaged, or has more or fewer pixels than its header declares.
 */
export function checkPng(bytes: Uint8Array, what: string, maxPixels: number): SoundPng {
  const { once, data, layout, positions } = readPicture(bytes, what, maxPixels);
  // Do this before the checksums, which take longer: the unpacked size reveals a decompression bomb.
  checkUnpacked(data, layout.size, what);
  checkChecksums(bytes, positions, what);
  return { once, packed: data, ...layout };
}

/**
 * Checks the header, the chunks and their checksums without unpacking a pixel. This is a hundred times as fast as
 * `checkPng`. The checksums detect accidental damage, but not a file that was written incorrectly.
 *
 * @throws InvalidFileError for a file that is not a PNG, or is damaged.
 */
export function checkPngChunks(bytes: Uint8Array, what: string, maxPixels: number): PngHeader {
  const { positions, layout } = readPicture(bytes, what, maxPixels);
  checkChecksums(bytes, positions, what);
  return layout.header;
}

function readPicture(bytes: Uint8Array, what: string, maxPixels: number): Chunks {
  if (!isPng(bytes)) {
    throw new InvalidFileError(`${what} is not a PNG file: its first bytes are not a PNG's.`);
  }
  const chunks = readChunks(bytes, what, maxPixels);
  // Without its palette the decoder would read indices as grey values.
  if (chunks.layout.header.colourType === paletteType && !chunks.once.has('PLTE')) {
    throw new InvalidFileError(
      `${what} is a broken PNG file: its pixels are indices of a palette, and a PLTE chunk was expected. Received: none.`,
    );
  }
  return chunks;
}

type Layout = Pick<SoundPng, 'header' | 'size' | 'passes' | 'bytesPerPixel'>;

interface Chunks extends Pick<SoundPng, 'once'> {
  readonly layout: Layout;
  /** The body of each IDAT chunk. */
  readonly data: readonly Uint8Array[];
  /** Positions of the chunks whose bodies are above. */
  readonly positions: readonly {
    readonly type: string;
    readonly at: number;
    readonly end: number;
  }[];
}

function readChunks(bytes: Uint8Array, what: string, maxPixels: number): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const once = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  const positions: { type: string; at: number; end: number }[] = [];
  let layout: Layout | undefined;
  for (let at = 8; ;) {
    // Only the end chunk is missing. Whether all pixels are there is checked when they are unpacked.
    if (at + 12 > bytes.length && data.length > 0)
      return { once, data, layout: layout!, positions };
    if (at + 12 > bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: a chunk was expected at byte ${at}, and the file has ${bytes.length} bytes.`,
      );
    }
    const length = view.getUint32(at);
    const type = nameOfChunk(bytes, at + 4);
    if (!/^[A-Za-z]{4}$/u.test(type)) {
      throw new InvalidFileError(
        `${what} is a broken PNG file: the name of a chunk was expected at byte ${at + 4}.`,
      );
    }
    if (at === 8 && (type !== 'IHDR' || length !== 13)) {
      throw new InvalidFileError(
        `${what} is a broken PNG file: it must begin with an IHDR chunk of 13 bytes. Received: ${type} of ${length}.`,
      );
    }
    const end = at + 12 + length;
    if (end > bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: its ${type} chunk was expected to end at byte ${end}, and the file has ${bytes.length} bytes.`,
      );
    }
    if (type === 'IEND') return { once, data, layout: layout!, positions };
    const body = bytes.subarray(at + 8, end - 4);
    if (type === 'IDAT') data.push(body);
    else if (type === 'IHDR' || type in lengthLimits) {
      if (once.has(type) || length > (lengthLimits[type] ?? 13)) {
        throw new InvalidFileError(
          `${what} is a broken PNG file: one ${type} chunk of at most ${lengthLimits[type] ?? 13} bytes was expected. Received: ${length} bytes at byte ${at}.`,
        );
      }
      once.set(type, body);
      if (type === 'IHDR') layout = computeLayout(body, what, maxPixels);
      if (layout!.size > unpackedLimit) {
        throw new InvalidFileError(
          `${what} claims ${layout!.size} bytes of pixels; at most ${unpackedLimit} are read. Save it smaller, or with 8 bits a channel.`,
        );
      }
    } else {
      at = end;
      continue;
    }
    positions.push({ type, at, end });
    at = end;
  }
}

function nameOfChunk(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
}

/** The layout of the unpacked pixels. */
function computeLayout(body: Uint8Array, what: string, maxPixels: number): Layout {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width === 0 || height === 0 || width * height > maxPixels) {
    throw new InvalidFileError(
      `${what} claims ${width} x ${height} pixels; 1 to ${maxPixels} are allowed.`,
    );
  }
  const [depth, colourType, interlacing] = [body[8]!, body[9]!, body[12]!];
  const type = colourTypes[colourType];
  if (type === undefined || !type.depths.includes(depth)) {
    throw new InvalidFileError(
      `${what} is a broken PNG file: it claims colour type ${colourType} with ${depth} bits, which does not exist.`,
    );
  }
  if (interlacing !== 0 && interlacing !== 1) {
    throw new InvalidFileError(
      `${what} is interlaced in a way that is not read (method ${interlacing}). Save it without interlacing.`,
    );
  }
  const samples = type.channels;
  const passes = (interlacing === 1 ? adam7 : [[0, 0, 1, 1] as const])
    .map(([x, y, stepX, stepY]): PngPass => {
      const columns = Math.ceil((width - x) / stepX);
      const rows = Math.ceil((height - y) / stepY);
      const rowBytes = Math.ceil((columns * samples * depth) / 8);
      return { columns, rows, rowBytes, x, y, stepX, stepY };
    })
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  return {
    header: { width, height, depth, colourType, samples },
    size: passes.reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0),
    passes,
    bytesPerPixel: Math.ceil((samples * depth) / 8),
  };
}

/**
 * @param size expected number of bytes. The pieces are so small that at most 4 MB more are unpacked before an error.
 */
export function* inflate(packed: readonly Uint8Array[], size: number): Iterable<Uint8Array> {
  let count = 0;
  let come: Uint8Array[] = [];
  const inflater = new Unzlib((piece) => {
    count += piece.length;
    come.push(piece);
  });
  for (const part of packed) {
    for (let at = 0, length; at < part.length; at += length) {
      length = Math.min(largestPiece, 256 + Math.ceil(Math.max(0, size - count) / deflateLimit));
      inflater.push(part.subarray(at, at + length), false);
      yield* come;
      come = [];
    }
  }
  inflater.push(new Uint8Array(0), true);
  yield* come;
}

/** Inflates piece by piece without keeping the result, and stops when there is too much. */
function checkUnpacked(packed: readonly Uint8Array[], size: number, what: string): void {
  let count = 0;
  try {
    for (const piece of inflate(packed, size)) {
      count += piece.length;
      if (count > size) break;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(
      `${what} is a broken PNG file: its pixels do not unpack (${reason}).`,
      { cause: error },
    );
  }
  if (count > size) {
    throw new InvalidFileError(
      `${what} unpacks to more than the ${size} bytes that its header says; it is not read.`,
    );
  }
  if (count < size) {
    throw new InvalidFileError(
      `${what} is a broken PNG file: ${size} bytes of pixels were expected. Received: ${count}.`,
    );
  }
}

function checkChecksums(bytes: Uint8Array, positions: Chunks['positions'], what: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { type, at, end } of positions) {
    if (crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4)) continue;
    throw new InvalidFileError(
      `${what} is damaged: the checksum of its ${type} chunk at byte ${at} does not match.`,
    );
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** PNG's checksum of a chunk's name and body (PNG 3rd edition, annex D). */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) sum = crcTable[(sum ^ bytes[i]!) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
