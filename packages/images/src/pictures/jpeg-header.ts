/**
 * Reads what a JPEG file declares before anything is decoded: its size, its colours, its number of passes. The decoder
 * allocates memory according to the header, and a progressive file may have any number of passes. Both are limited
 * here.
 */
import { InvalidFileError } from '@speil/api';
import { readOrientation } from './orientation.js';

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 colour, 4 CMYK. */
  readonly components: number;
  /** Adobe's colour transform (0 none, 1 YCbCr, 2 YCCK), or undefined if the file has no such segment. */
  readonly adobe: number | undefined;
  /** Whether three components are red, green and blue instead of luma and chroma. */
  readonly isRgb: boolean;
  /** Whether the file has Huffman tables. Frames of Motion JPEG omit the standard tables. */
  readonly hasTables: boolean;
  /** Whether the file has its end marker. */
  readonly hasEnd: boolean;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
  /** Total number of 8 x 8 blocks that the decoder keeps in memory, for all components. */
  readonly blocks: number;
  /** Whether the file is progressive: it contains several passes over the whole picture. */
  readonly isProgressive: boolean;
}

interface Frame extends Pick<
  JpegHeader,
  'width' | 'height' | 'components' | 'blocks' | 'isProgressive'
> {
  /** The ids of the components as characters. */
  readonly names: string;
}

const names: Readonly<Record<number, string>> = {
  0xc3: 'lossless',
  0xc5: 'hierarchical',
  0xc6: 'hierarchical',
  0xc7: 'lossless',
  0xc9: 'arithmetic-coded',
  0xca: 'arithmetic-coded',
  0xcb: 'arithmetic-coded',
};

/** Maximum number of passes. Encoders make about ten; the fuzzers of libjpeg-turbo stop at five hundred. */
const mostScans = 100;

/**
 * @param what the file's name, for errors.
 * @throws InvalidFileError for a file that is not a JPEG, truncated, or of an unsupported kind.
 */
export function readJpegHeader(bytes: Uint8Array, what: string): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    throw new InvalidFileError(`${what} is not a JPEG file: its first bytes are not a JPEG's.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Frame | undefined;
  let adobe: number | undefined;
  let [jfif, hasTables, hasEnd] = [false, false, true];
  let orientation = 1;
  let scans = 0;
  /**
   * The coefficients of each component whose last bits have been read. The picture is complete when there are 64 for
   * each component.
   */
  const sent = new Set<string>();
  for (let at = 2; ;) {
    // Segments begin with a marker. The data of a scan follow its header, between two segments.
    while (at + 1 < bytes.length && !isMarker(bytes, at)) at++;
    if (at + 1 >= bytes.length && frame !== undefined && sent.size === 64 * frame.components) {
      // The decoder checks whether the last pass is complete.
      hasEnd = false;
      break;
    }
    if (at + 1 >= bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: its ${bytes.length} bytes have no end marker.`,
      );
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) break;
    const length = at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (length < 2 || at + 2 + length > bytes.length) {
      throw new InvalidFileError(
        `${what} is truncated: a segment of ${length} bytes was expected at byte ${at}, and the file has ${bytes.length}.`,
      );
    }
    if (marker in names) {
      throw new InvalidFileError(
        `${what} is a ${names[marker]} JPEG, which is not read. Save it as baseline or progressive.`,
      );
    }
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (frame !== undefined) {
        throw new InvalidFileError(`${what} is a broken JPEG file: it has two frames.`);
      }
      frame = { ...readFrame(body, what), isProgressive: marker === 0xc2 };
    }
    if (marker === 0xda) recordSent(body, sent);
    if (marker === 0xc4) hasTables = true;
    if (marker === 0xe0 && String.fromCharCode(...body.subarray(0, 5)) === 'JFIF\0') jfif = true;
    if (marker === 0xee && String.fromCharCode(...body.subarray(0, 5)) === 'Adobe') {
      adobe = body[11];
    }
    if (marker === 0xe1 && orientation === 1) orientation = readOrientation(body);
    if (marker === 0xda && ++scans > mostScans) {
      throw new InvalidFileError(
        `${what} makes more than ${mostScans} passes over its picture; none is read.`,
      );
    }
    at += 2 + length;
  }
  if (frame === undefined || scans === 0) {
    throw new InvalidFileError(
      `${what} is a broken JPEG file: it has ${frame ? 'no scan' : 'no frame'}.`,
    );
  }
  const { names: ids, ...size } = frame;
  const isRgb = size.components === 3 && isRedGreenBlue(jfif, adobe, ids);
  return { ...size, adobe, isRgb, orientation, hasTables, hasEnd };
}

/** Records the coefficients whose last bits are in a pass, according to the header of the pass (ITU-T T.81, B.2.3). */
function recordSent(body: Uint8Array, sent: Set<string>): void {
  const count = body[0] ?? 0;
  const [first = 0, last = 0, bits = 0] = body.subarray(1 + 2 * count);
  if ((bits & 15) !== 0) return;
  for (let i = 0; i < count; i++) {
    for (let k = first; k <= Math.min(last, 63); k++) sent.add(`${body[1 + 2 * i]} ${k}`);
  }
}

/**
 * Decides whether a file is RGB in the same way as libjpeg (default_decompress_parms): a JFIF file never is; otherwise
 * Adobe's segment decides or, without one, the ids of the components.
 */
function isRedGreenBlue(jfif: boolean, adobe: number | undefined, names: string): boolean {
  if (jfif) return false;
  return adobe === undefined ? names === 'RGB' : adobe === 0;
}

/**
 * Whether a byte 255 begins a marker. It does not if it is followed by zero (data), by the code of a restart marker, or
 * by another 255 (fill).
 */
function isMarker(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1]!;
  return bytes[at] === 0xff && next >= 0xc0 && next !== 0xff && (next < 0xd0 || next > 0xd8);
}

/** ITU-T T.81, B.2.2. */
function readFrame(body: Uint8Array, what: string): Omit<Frame, 'isProgressive'> {
  const broken = (reason: string): InvalidFileError =>
    new InvalidFileError(`${what} is a broken JPEG file: ${reason}.`);
  const components = body[5] ?? 0;
  if (body.length < 6 + 3 * components || ![1, 3, 4].includes(components)) {
    throw broken(`1, 3 or 4 components were expected. Received: ${components}`);
  }
  if (body[0] !== 8) {
    throw new InvalidFileError(
      `${what} has ${body[0]} bits a channel; JPEG files of 8 bits are read.`,
    );
  }
  const [height, width] = [body[1]! * 256 + body[2]!, body[3]! * 256 + body[4]!];
  if (width === 0 || height === 0) throw broken(`it claims ${width} x ${height} pixels`);
  const factors = Array.from({ length: components }, (_, i) => {
    const byte = body[7 + 3 * i]!;
    return [byte >> 4, byte & 15] as const;
  });
  if (factors.some(([h, v]) => h < 1 || h > 4 || v < 1 || v > 4)) {
    throw broken('sampling factors run from 1 to 4');
  }
  const [mostH, mostV] = [0, 1].map((side) => Math.max(...factors.map((f) => f[side]!)));
  const units = Math.ceil(width / 8 / mostH!) * Math.ceil(height / 8 / mostV!);
  const blocks = factors.reduce((sum, [h, v]) => sum + units * h * v, 0);
  const ids = Array.from({ length: components }, (_, i) => body[6 + 3 * i]!);
  return { width, height, components, blocks, names: String.fromCharCode(...ids) };
}
