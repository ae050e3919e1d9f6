/**
 * The output of all notes: a compressor, so that many drums at once do not clip, and then the volume. Levels change
 * only by ramps, so that nothing clicks.
 */

/** Time constants of the ramps, in seconds. */
const slopes = { on: 0.015, off: 0.02, volume: 0.025 };
/** Seconds after which a falling level can no longer be heard: ten time constants. */
export const fading = 10 * slopes.off;
/** The panner of a centred note takes 3 dB from each side; this factor restores them. */
const level = 0.55 * Math.SQRT2;

/** One stretch of music: it fades in when it begins and out when it ends. */
export interface Bus {
  readonly input: AudioNode;
  fade(): void;
}

export interface Desk {
  openBus(): Bus;
  /** @param volume 0 to 1, as it is perceived. */
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

/** Hearing is logarithmic, so half of the slider is a quarter of the amplitude. */
const loudness = (volume: number): number => volume ** 2;
