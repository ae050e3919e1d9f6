/**
 * What all notes go through on their way to the speaker: many drums at once are pressed together, not cut off, and then comes the
 * volume. Levels only ever ramp, so that nothing clicks.
 */

/** Seconds in which a level has gone two thirds of its way. */
const slopes = { on: 0.015, off: 0.02, volume: 0.025 };
/** Seconds after which a level that falls is below playback: ten slopes. */
export const fading = 10 * slopes.off;
/** A panner gives the middle 3 dB less on each side: here they come back. */
const level = 0.55 * Math.SQRT2;

/** A stretch of music: it swells in when it begins, and fades once for all when it ends. */
export interface Bus {
  readonly input: AudioNode;
  fade(): void;
}

export interface Desk {
  openBus(): Bus;
  /** @param volume 0 to 1, as it is felt. */
  setVolume(volume: number): void;
}

export function createDesk(context: BaseAudioContext, volume: number): Desk {
  const press = new DynamicsCompressorNode(context, { threshold: -12, ratio: 6, attack: 0.002 });
  const out = new GainNode(context, { gain: loudness(volume) });
  press.connect(out).connect(context.destination);
  const glide = (gain: AudioParam, to: number, slope: number): void => {
    gain.cancelScheduledValues(context.currentTime);
    gain.setTargetAtTime(to, context.currentTime, slope);
  };
  return {
    openBus() {
      const input = new GainNode(context, { gain: 0 });
      input.connect(press);
      glide(input.gain, level, slopes.on);
      return {
        input,
        fade() {
          glide(input.gain, 0, slopes.off);
        },
      };
    },
    setVolume(to) {
      glide(out.gain, loudness(to), slopes.volume);
    },
  };
}

/** Ears playCorner ratios: half of the slider is a quarter of the amplitude. */
const loudness = (volume: number): number => volume ** 2;
