import { codecContract } from '@speil/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageCodec, type Picture } from './picture.js';

for (const channels of [1, 3] as const) {
  const [height, width] = [3, 4];
  const size = height * width * channels;
  const pixels = fc.uint8Array({ minLength: size, maxLength: size });
  codecContract(`image with ${channels} channels`, {
    codec: imageCodec({ id: 'image', shape: [height, width, channels] }),
    items: pixels.map((values): Picture => ({
      width,
      height,
      channels,
      pixels: new Uint8Array(values),
    })),
  });
}

describe('the image codec', () => {
  it('refuses a picture with an error that names what was expected and received', () => {
    expect(() => imageCodec({ id: 'image', shape: [2, 2, 2] })).toThrow(
      "An image codec must be 'image' of shape [height, width, 1 or 3]. Received: 'image' of shape [2, 2, 2].",
    );
    const codec = imageCodec({ id: 'image', shape: [2, 2, 1] });
    const wrong = { width: 3, height: 2, channels: 1, pixels: new Uint8Array(6) } as const;
    expect(() => codec.encode(wrong)).toThrow(/must be 2 x 2 with 1 channels. Received: 3 x 2/u);
  });

  it('clamps values outside 0 to 1 that a model gives', () => {
    const codec = imageCodec({ id: 'image', shape: [1, 3, 1] });
    expect([...codec.decode(Float32Array.of(-4, 0.5, 7)).pixels]).toEqual([0, 128, 255]);
  });
});
