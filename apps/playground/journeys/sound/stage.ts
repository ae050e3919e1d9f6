/**
 * Runs in the browser, bundled by render.ts: plays a take with the scene's own code (clock, instruments, output) on an
 * OfflineAudioContext. The rendering is suspended at intervals, which replace the page's timer.
 */
import { barSteps, sampleRate } from '../../src/worker/protocol/music';
import { renderVoice } from '../../src/worker/music/voices';
import { notesOfBar } from '../../src/scenes/music/pattern/playback';
import { beats } from '../../src/scenes/beats/kind';
import { melodies } from '../../src/scenes/melodies/kind';
import { createBank } from '../../src/scenes/music/sound/bank';
import { createPerformance } from '../../src/scenes/music/sound/performance';
import { ahead, interval } from '../../src/scenes/music/sound/player';
import type { Take } from './take';

/**
 * Every eighth call of the timer is left out, as if it were late on a busy page. The next call still comes before the
 * scheduled steps have been played.
 */
const lateEvery = 8;

async function render(take: Take): Promise<string> {
  const undo = take.withoutRamps ? removeRamps() : () => undefined;
  try {
    return base64(await play(take));
  } finally {
    undo();
  }
}

async function play(take: Take): Promise<Float32Array> {
  const kind = { beats, melodies }[take.kind];
  const context = new OfflineAudioContext(1, take.seconds * sampleRate, sampleRate);
  const now = <Value>(changes: readonly (readonly [at: number, value: Value])[]): Value =>
    changes.findLast(([at]) => at <= context.currentTime)![1];
  const bank = createBank();
  const pitches = new Set(
    take.bars.flatMap((pattern) => kind.notesOf(pattern).map(({ pitch }) => kind.pitchOf(pitch))),
  );
  for (const pitch of pitches) {
    bank.give([pitch], [take.tones ? tone(pitch) : renderVoice(take.kind, pitch, 0)]);
  }
  const performance = createPerformance(
    context,
    {
      tempo: () => ({ tempo: now(take.tempo), swing: 0 }),
      notesOf: (bar) => notesOfBar(kind, take.bars[bar % take.bars.length]!, bar % 2),
      every: () => barSteps,
      pitchOf: kind.pitchOf,
      velocityOf: kind.velocityOf,
      panOf: (row) => kind.panOf(row, 0),
      isMonophonic: kind.isMonophonic,
    },
    bank,
    now(take.volume),
  );
  let [playing, volume] = [false, now(take.volume)];
  const look = (): void => {
    const [wanted, loud] = [now(take.playing), now(take.volume)];
    if (loud !== volume) performance.setVolume((volume = loud));
    if (wanted !== playing) {
      playing = wanted;
      if (playing) performance.begin();
      else performance.end();
    }
    if (playing) performance.advance(ahead.visible);
  };
  // The rendering goes on after an error: it would never end if it stayed suspended.
  let failure: Error | undefined;
  const looks = Math.floor((1000 * take.seconds) / interval);
  for (let turn = 0; turn < looks; turn++) {
    if (turn % lateEvery === 1) continue;
    void context.suspend((turn * interval) / 1000).then(() => {
      try {
        look();
      } catch (error) {
        failure ??= error as Error;
      }
      void context.resume();
    });
  }
  const rendered = await context.startRendering();
  if (failure !== undefined) throw failure;
  return rendered.getChannelData(0);
}

/** A low, pure tone of two seconds, so that even a small step can be detected. It is silent at both ends. */
function tone(pitch: number): Float32Array<ArrayBuffer> {
  const hertz = 440 * 2 ** ((pitch - 24 - 69) / 12);
  return Float32Array.from({ length: 2 * sampleRate }, (_, i) => {
    const seconds = i / sampleRate;
    return 0.5 * Math.sin(2 * Math.PI * hertz * seconds) * Math.cos((Math.PI / 4) * seconds);
  });
}

/** Replaces each ramp by a step, in the output and in the instruments. */
function removeRamps(): () => void {
  const { setTargetAtTime, linearRampToValueAtTime } = Object.getOwnPropertyDescriptors(
    AudioParam.prototype,
  );
  AudioParam.prototype.setTargetAtTime = function (value, at) {
    return this.setValueAtTime(value, at);
  };
  AudioParam.prototype.linearRampToValueAtTime = function (value, at) {
    return this.setValueAtTime(value, at);
  };
  return () => {
    Object.defineProperties(AudioParam.prototype, { setTargetAtTime, linearRampToValueAtTime });
  };
}

function base64(wave: Float32Array): string {
  const bytes = new Uint8Array(wave.buffer);
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

Object.assign(window, { render });
