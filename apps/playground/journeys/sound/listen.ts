/** Finds clicks and gaps in a waveform. */

/** @returns the largest step between two neighbouring samples. A click has a larger step than any note. */
export function largestJump(wave: Float32Array): number {
  let largest = 0;
  for (let i = 1; i < wave.length; i++) {
    largest = Math.max(largest, Math.abs(wave[i]! - wave[i - 1]!));
  }
  return largest;
}

/** Amplitude below which a sound cannot be heard in music: -54 dB of full scale. */
const faint = 0.002;

/** @returns the longest silence between the first and the last sound, in seconds. */
export function longestGap(wave: Float32Array, sampleRate: number): number {
  let [longest, last] = [0, wave.findIndex((value) => Math.abs(value) > faint)];
  for (let i = last; i < wave.length; i++) {
    if (Math.abs(wave[i]!) <= faint) continue;
    longest = Math.max(longest, i - last);
    last = i;
  }
  return longest / sampleRate;
}
