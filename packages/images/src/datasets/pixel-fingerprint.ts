/** Fingerprints of pictures in memory. */
import { createHash } from 'node:crypto';

/** sha256 of pixels and labels, in hex. */
export function pixelFingerprint(pixels: Uint8Array, labels?: Uint8Array): string {
  const hash = createHash('sha256').update(pixels);
  if (labels !== undefined) hash.update(labels);
  return hash.digest('hex');
}
