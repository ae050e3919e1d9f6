/**
 * The sound of a scene: an audio context that the first gesture wakes, a clock that looks ahead, and instruments whose samples come
 * from the worker. Levels only ever ramp, so that nothing clicks.
 */
import { sampleRate } from '../../../model/music-protocol';
import type { StepNote } from '../kinds';
import { velocityAt } from '../heard';
import { createClock } from './clock';
import type { Beat, Tempo } from './clock';

export interface PlayerOptions {
  readonly tempo: () => Tempo;
  readonly notesOf: (bar: number) => readonly StepNote[];
  readonly pitchOf: (row: number) => number;
  /** One note at a time, held as long as it says; drums ring as long as they do. */
  readonly singing: boolean;
}

export interface Player {
  /** Must be called in a gesture, the first time. */
  play(): void;
  stop(): void;
  /** What sounds now. */
  now(): Beat | undefined;
  /** Samples of pitches, of -1 to 1. */
  give(pitches: readonly number[], voices: readonly Float32Array<ArrayBuffer>[]): void;
  has(pitch: number): boolean;
  /** Forgets all samples: another instrument. */
  forget(): void;
  close(): void;
}

/** Milliseconds between two looks, and seconds that each looks ahead; a page in the background is looked after seldom. */
const interval = 25;
const ahead = { seen: 0.15, hidden: 2.5 };
/** Seconds of the ramps. */
const ramp = { on: 0.015, off: 0.06, release: 0.05 };
const level = 0.55;
/** The closed hi-hat ends the open one. */
const closedHat = 42;
const openHat = 46;

interface Sounding {
  readonly gain: GainNode;
  readonly source: AudioBufferSourceNode;
  readonly pitch: number;
  readonly until: number;
}

export function createPlayer({ tempo, notesOf, pitchOf, singing }: PlayerOptions): Player {
  const samples = new Map<number, Float32Array<ArrayBuffer>>();
  const buffers = new Map<number, AudioBuffer>();
  let context: AudioContext | undefined;
  let master: GainNode | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let last: Sounding | undefined;
  /** All that has been handed to the speaker and has not ended. */
  const sources = new Set<AudioBufferSourceNode>();
  const clock = createClock({ tempo, notesOf, play: playNote });

  function wake(): { context: AudioContext; master: GainNode } {
    if (context !== undefined && master !== undefined) return { context, master };
    context = new AudioContext({ latencyHint: 'interactive' });
    master = new GainNode(context, { gain: 0 });
    // Many drums at once are pressed together, not cut off.
    const press = new DynamicsCompressorNode(context, { threshold: -12, ratio: 6, attack: 0.002 });
    master.connect(press).connect(context.destination);
    return { context, master };
  }

  function bufferOf(pitch: number): AudioBuffer | undefined {
    const found = buffers.get(pitch);
    const data = samples.get(pitch);
    if (found !== undefined || data === undefined || context === undefined) return found;
    const buffer = new AudioBuffer({ length: data.length, sampleRate });
    buffer.copyToChannel(data, 0);
    buffers.set(pitch, buffer);
    return buffer;
  }

  /** Ends a note with a ramp that begins at a time. */
  function release({ gain, source }: Sounding, at: number): void {
    gain.gain.cancelScheduledValues(at);
    gain.gain.setTargetAtTime(0, at, ramp.release / 3);
    source.stop(at + 4 * ramp.release);
  }

  function playNote(note: StepNote, at: number, length: number, step: number): void {
    const pitch = pitchOf(note.pitch);
    const buffer = bufferOf(pitch);
    if (buffer === undefined || context === undefined || master === undefined) return;
    const source = new AudioBufferSourceNode(context, { buffer });
    const loudness = (velocityAt(step) / 127) ** 1.5;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.002);
    source.connect(gain).connect(master);
    source.start(at);
    sources.add(source);
    source.onended = () => sources.delete(source);
    const sounding: Sounding = { gain, source, pitch, until: at + length };
    if (singing) {
      if (last !== undefined && last.until > at - ramp.release) release(last, at);
      // A note may be longer than its samples.
      release(sounding, at + Math.min(length, buffer.duration - 4 * ramp.release));
      last = sounding;
    } else if (pitch === openHat) last = { ...sounding, until: Infinity };
    else if (pitch === closedHat && last?.pitch === openHat) {
      release(last, at);
      last = undefined;
    }
  }

  function look(): void {
    if (context === undefined) return;
    const { currentTime } = context;
    clock.advance(currentTime, currentTime + (document.hidden ? ahead.hidden : ahead.seen));
    timer = setTimeout(look, interval);
  }

  return {
    play() {
      clearTimeout(rest);
      const awake = wake();
      // A browser that refuses is asked again with the next gesture.
      awake.context.resume().catch(() => undefined);
      if (timer !== undefined) return;
      const at = awake.context.currentTime + 0.05;
      awake.master.gain.cancelScheduledValues(0);
      awake.master.gain.setTargetAtTime(level, awake.context.currentTime, ramp.on);
      clock.start(at);
      look();
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
      if (context === undefined || master === undefined) return;
      master.gain.cancelScheduledValues(0);
      master.gain.setTargetAtTime(0, context.currentTime, ramp.off / 3);
      // What was handed out ahead would else be heard when it goes on.
      for (const source of sources) source.stop(context.currentTime + 2 * ramp.off);
      last = undefined;
      // Silence need not be reckoned.
      rest = setTimeout(() => {
        context?.suspend().catch(() => undefined);
      }, 1000);
    },
    now() {
      if (timer === undefined || context === undefined) return undefined;
      // What is heard now was handed to the speaker a while ago.
      return clock.beatAt(context.currentTime - (context.outputLatency || 0));
    },
    give(pitches, voices) {
      pitches.forEach((pitch, i) => samples.set(pitch, voices[i]!));
    },
    has: (pitch) => samples.has(pitch),
    forget() {
      samples.clear();
      buffers.clear();
    },
    close() {
      clearTimeout(timer);
      clearTimeout(rest);
      timer = undefined;
      context?.close().catch(() => undefined);
    },
  };
}
