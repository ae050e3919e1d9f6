/** Samples as a WAV file of 16 bits, one channel (RIFF, PCM). */
import { InvalidArgumentError } from '@speil/api';

const headerBytes = 44;

/** @param samples from -1 to 1; what is beyond is cut. @param sampleRate a second. */
export function writeWav(samples: Float32Array, sampleRate: number): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(sampleRate) || sampleRate < 1) {
    throw new InvalidArgumentError(
      `sampleRate must be a positive whole number. Received: ${sampleRate}.`,
    );
  }
  const bytes = new Uint8Array(headerBytes + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) bytes[at + i] = word.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, i) => {
    const level = Math.round(Math.min(1, Math.max(-1, value)) * 0x7fff);
    view.setInt16(headerBytes + 2 * i, level, true);
  });
  return bytes;
}
