/** Notes as samples, for the instruments of the page: the synthesiser of @speil/music, so that nothing is downloaded. */
import { drumVoice, pitchedVoice } from '@speil/music/patterns';
import { uniforms } from '@speil/core/random';
import { sampleRate, voiceSeconds } from '../../music-protocol';
import type { MusicKind } from '../../music-protocol';

/** A melody's notes are rendered held; the page ends them. */
export function voiceOf(
  kind: MusicKind,
  pitch: number,
  program: number,
): Float32Array<ArrayBuffer> {
  const voice = kind === 'drums' ? drumVoice(pitch) : pitchedVoice(pitch, program, sampleRate);
  const seconds = kind === 'drums' ? voice.tail : voiceSeconds;
  const count = Math.ceil(seconds * sampleRate);
  const noise = uniforms({ seed: 0, purpose: 'synthetic' }, count);
  return Float32Array.from({ length: count }, (_, i) =>
    voice.sample(i / sampleRate, seconds, 2 * noise[i]! - 1),
  );
}
