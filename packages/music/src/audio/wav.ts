/** Writes samples as a 16-bit WAV file with one or two channels (RIFF, PCM). */
import { InvalidArgumentError, joinBytes } from '@speil/api';

const headerBytes = 44;

/**
 * Writes samples as a WAV file.
 *
 * @param samples values from -1 to 1; other values are clipped. Two channels are interleaved, left before right.
 * @param sampleRate samples per second and channel.
 */
export function writeWav(
  samples: Float32Array,
  sampleRate: number,
  channels: 1 | 2 = 1,
): Uint8Array<ArrayBuffer> {
  return joinBytes([wavHeader(samples.length, sampleRate, channels), wavSamples(samples)]);
}

/** The header of a file. @param length total number of samples in all channels. */
export function wavHeader(
  length: number,
  sampleRate: number,
  channels: 1 | 2 = 1,
): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(sampleRate) || sampleRate < 1) {
    throw new InvalidArgumentError(
      `sampleRate must be a positive whole number. Received: ${sampleRate}.`,
    );
  }
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) bytes[at + i] = word.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, headerBytes + 2 * length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * channels * sampleRate, true);
  view.setUint16(32, 2 * channels, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * length, true);
  return bytes;
}

/** Encodes the samples that follow the header. @param samples from -1 to 1; other values are clipped. */
export function wavSamples(samples: Float32Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * samples.length));
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    const within = value > 1 ? 1 : value < -1 ? -1 : value;
    // Gives the same values as Math.round and Math.min, in a quarter of the time.
    const level = Math.floor(within * 0x7fff + 0.5);
    view.setInt16(2 * i, level, true);
  }
  return new Uint8Array(view.buffer);
}
