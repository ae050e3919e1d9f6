/**
 * Renders notes as samples for the page's instruments, with the synthesiser of @speil/music, so that nothing is
 * downloaded.
 */
import { DrumSounds, drumOf, drumTail, PitchedVoice } from '@speil/music/patterns';
import { uniforms } from '@speil/core/random';
import { sampleRate, voiceSeconds } from '../protocol/music';
import type { MusicKind } from '../protocol/music';

/** Notes of a melody are rendered as held; the page ends them. */
export function renderVoice(
  kind: MusicKind,
  pitch: number,
  program: number,
): Float32Array<ArrayBuffer> {
  const isDrum = kind === 'beats';
  const seconds = isDrum ? drumTail(drumOf(pitch)) : voiceSeconds;
  const count = Math.ceil(seconds * sampleRate);
  const noise = uniforms({ seed: 0, purpose: 'synthetic' }, count);
  const voice = isDrum
    ? new DrumSounds(sampleRate, noise).voice(pitch, 1, 0)
    : new PitchedVoice(pitch, program, { length: seconds, loudness: 1 }, sampleRate, 0);
  const track = new Float64Array(count);
  voice.add(track, 0, count);
  return Float32Array.from(track);
}
