/** A picture on the host, and the codec that converts pictures to a network's input and back. */
import { InvalidArgumentError, type Codec, type CodecSpec } from '@speil/api';

/** A picture on the host. */
export interface Picture {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** Row-major, `height * width * channels` bytes. */
  readonly pixels: Uint8Array;
}

/** The codec's id in `model.json`. */
export const imageCodecId = 'image';

/**
 * Converts pictures to values from 0 to 1 and back. After a round trip the bytes are the same. `decode` clamps values
 * outside 0 to 1.
 *
 * @param spec id `image`, shape `[height, width, channels]` with 1 or 3 channels.
 */
export function imageCodec(spec: CodecSpec): Codec<Picture> {
  const [height, width, channels, ...rest] = spec.shape;
  if (
    spec.id !== imageCodecId ||
    height === undefined ||
    width === undefined ||
    (channels !== 1 && channels !== 3) ||
    rest.length > 0
  ) {
    throw new InvalidArgumentError(
      `An image codec must be 'image' of shape [height, width, 1 or 3]. Received: '${spec.id}' of shape [${spec.shape.join(', ')}].`,
    );
  }
  return {
    id: imageCodecId,
    shape: [height, width, channels],
    encode(picture) {
      if (
        picture.width !== width ||
        picture.height !== height ||
        picture.channels !== channels ||
        picture.pixels.length !== height * width * channels
      ) {
        throw new InvalidArgumentError(
          `A picture must be ${width} x ${height} with ${channels} channels. Received: ${picture.width} x ${picture.height} with ${picture.channels}, ${picture.pixels.length} bytes.`,
        );
      }
      return Float32Array.from(picture.pixels, (byte) => byte / 255);
    },
    decode: (values) => ({
      width,
      height,
      channels,
      // A clamped array rounds to the nearest byte.
      pixels: new Uint8Array(Uint8ClampedArray.from(values, (value) => value * 255).buffer),
    }),
  };
}
