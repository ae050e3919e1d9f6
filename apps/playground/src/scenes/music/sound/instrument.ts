/**
 * Plays notes at their times. In a melody only one note sounds at a time, and only while it is held. Drums overlap, and
 * ring until they fade.
 */
import type { Bank } from './bank';

/** The start of a note. */
export interface Hit {
  /** MIDI pitch. */
  readonly pitch: number;
  /** The time in seconds. */
  readonly at: number;
  /** MIDI velocity, 0 to 127. */
  readonly velocity: number;
  /** -1 is left, 1 is right. */
  readonly pan: number;
}

export interface Instrument {
  play(hit: Hit): void;
  /** Ends a note that has been held. */
  end(pitch: number, at: number): void;
  /** Ends all notes at a time. */
  endAll(at: number): void;
}

/** Length of the ramps, in seconds. */
const ramp = { attack: 0.002, release: 0.05 };
/** Seconds after which a released note can no longer be heard. */
const released = 4 * ramp.release;
/** Drum classes: the closed hi-hat ends the open one. */
const closedHat = 42;
const openHat = 46;

interface Sounding {
  readonly gain: GainNode;
  readonly source: AudioBufferSourceNode;
  readonly pitch: number;
}

export function createInstrument(
  context: BaseAudioContext,
  out: AudioNode,
  { bank, isMonophonic }: { readonly bank: Bank; readonly isMonophonic: boolean },
): Instrument {
  /** All sources that have not ended. */
  const sources = new Set<AudioBufferSourceNode>();
  /** The note that the next one may end: a melody's note, or an open hi-hat. */
  let last: Sounding | undefined;

  /** Ends a note with a ramp that begins at a time. */
  function release({ gain, source }: Sounding, at: number): void {
    gain.gain.cancelScheduledValues(at);
    gain.gain.setTargetAtTime(0, at, ramp.release / 3);
    source.stop(at + released);
  }

  return {
    play({ pitch, at, velocity, pan }) {
      const buffer = bank.bufferOf(pitch);
      if (buffer === undefined) return;
      const source = new AudioBufferSourceNode(context, { buffer });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime((velocity / 127) ** 1.5, at + ramp.attack);
      source.connect(gain).connect(new StereoPannerNode(context, { pan })).connect(out);
      source.start(at);
      sources.add(source);
      source.onended = () => sources.delete(source);
      const sounding: Sounding = { gain, source, pitch };
      if (isMonophonic) {
        if (last !== undefined) release(last, at);
        // A note may be longer than its samples.
        release(sounding, at + buffer.duration - released);
        last = sounding;
      } else if (pitch === openHat) last = sounding;
      else if (pitch === closedHat && last !== undefined) {
        release(last, at);
        last = undefined;
      }
    },
    end(pitch, at) {
      if (!isMonophonic || last?.pitch !== pitch) return;
      release(last, at);
      last = undefined;
    },
    endAll(at) {
      for (const source of sources) source.stop(at);
      last = undefined;
    },
  };
}
