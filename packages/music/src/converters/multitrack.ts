/**
 * Converter of MusicVAE's multitrack models. Each segment is one track, encoded as performance events (Simon et al.
 * 2018).
 */
import { InvalidArgumentError } from '@speil/api';
import type { NoteSequence } from '../theory/note-sequence.js';
import {
  argMax,
  emptySequence,
  oneHot,
  quantizedNotes,
  type NoteConverter,
  type QuantizedNote,
} from './converter.js';
import {
  fitDuration,
  notesOfPerformance,
  performanceEvents,
  type PerformanceEvent,
} from './performance.js';

export interface MultitrackArgs {
  readonly numSteps: number;
  readonly numSegments: number;
  /** Duration of each track, in steps. */
  readonly totalSteps: number;
  readonly stepsPerQuarter: number;
  readonly numVelocityBins: number;
  readonly minPitch: number;
  readonly maxPitch: number;
}

/** Number of programs: 128, and one for drums. */
const programs = 129;

interface Track {
  readonly events: readonly PerformanceEvent[];
  readonly program: number;
  readonly isDrum: boolean;
}

export function multitrackConverter(args: MultitrackArgs): NoteConverter {
  const { numSteps, numSegments, totalSteps, stepsPerQuarter, numVelocityBins } = args;
  const tokens = tokenizer(args);
  const form = { maxShift: totalSteps, velocityBins: numVelocityBins };
  const trackSteps = numSteps / numSegments;

  const input = (sequence: NoteSequence): Float32Array => {
    const quantization = sequence.quantizationInfo?.stepsPerQuarter;
    if (quantization !== undefined && quantization !== stepsPerQuarter) {
      throw new InvalidArgumentError(
        `This model takes ${stepsPerQuarter} steps per quarter. Received: ${quantization}.`,
      );
    }
    const notes = quantizedNotes(sequence, totalSteps).filter(
      ({ pitch }) => pitch >= args.minPitch && pitch <= args.maxPitch,
    );
    const values = new Float32Array(numSteps * tokens.depth);
    const tracks = tracksOf(notes);
    for (let segment = 0; segment < numSegments; segment++) {
      const track = tracks[segment];
      const trackTokens =
        track === undefined
          ? [tokens.end]
          : tokens.ofTrack({
              ...track,
              events: fitDuration(
                performanceEvents(track.notes, form),
                totalSteps,
                totalSteps,
              ).slice(
                0,
                // The program and the end of a track are tokens as well.
                trackSteps - 2,
              ),
            });
      values.set(oneHot(trackTokens, tokens.depth), segment * trackSteps * tokens.depth);
    }
    return values;
  };

  return {
    type: 'MultitrackConverter',
    inputRows: numSteps,
    outputRows: numSteps,
    inputDepth: tokens.depth,
    outputDepth: tokens.depth,
    parts: null,
    segments: numSegments,
    endToken: tokens.end,
    stepsPerQuarter,
    input,
    target: input,
    notes(output, options) {
      const trackTokens = argMax(output, tokens.depth);
      const sequence = emptySequence(stepsPerQuarter, totalSteps, options);
      for (let segment = 0; segment < numSegments; segment++) {
        const { events, program, isDrum } = tokens.track(
          trackTokens.subarray(segment * trackSteps, (segment + 1) * trackSteps),
        );
        const mark = { instrument: segment, program, isDrum };
        const whole = fitDuration(events, totalSteps, totalSteps);
        sequence.notes.push(...notesOfPerformance(whole, form, mark));
      }
      return sequence;
    },
  };
}

/**
 * The instruments in the order of their programs, with drums last. An instrument with several programs counts as
 * program 0.
 */
function tracksOf(
  notes: readonly QuantizedNote[],
): (Omit<Track, 'events'> & { readonly notes: readonly QuantizedNote[] })[] {
  const instruments = [...new Set(notes.map(({ instrument }) => instrument))];
  return instruments
    .map((instrument) => {
      const ownNotes = notes.filter((note) => note.instrument === instrument);
      const isDrum = ownNotes.every((note) => note.isDrum);
      const hasOneProgram = new Set(ownNotes.map(({ program }) => program)).size === 1;
      return {
        notes: ownNotes,
        isDrum,
        program: !isDrum && hasOneProgram ? ownNotes[0]!.program : 0,
      };
    })
    .sort((a, b) => Number(a.isDrum) - Number(b.isDrum) || a.program - b.program);
}

/** Maps the events of a track to tokens: note-ons, note-offs, time shifts, velocity bins, programs, and the end. */
function tokenizer({ minPitch, maxPitch, totalSteps, numVelocityBins }: MultitrackArgs): {
  readonly depth: number;
  readonly end: number;
  ofTrack(track: Track): number[];
  track(tokens: Int32Array): Track;
} {
  const pitches = maxPitch - minPitch + 1;
  const times = 2 * pitches;
  const loudness = times + totalSteps;
  const firstProgram = loudness + numVelocityBins;
  const end = firstProgram + programs;

  const tokenOf = (event: PerformanceEvent): number => {
    switch (event.type) {
      case 'note-on':
        return event.pitch - minPitch;
      case 'note-off':
        return pitches + event.pitch - minPitch;
      case 'time-shift':
        return times + event.steps - 1;
      case 'velocity-change':
        return loudness + event.bin - 1;
    }
  };
  const eventOf = (token: number): PerformanceEvent => {
    if (token < pitches) return { type: 'note-on', pitch: minPitch + token };
    if (token < times) return { type: 'note-off', pitch: minPitch + token - pitches };
    if (token < loudness) return { type: 'time-shift', steps: token - times + 1 };
    return { type: 'velocity-change', bin: token - loudness + 1 };
  };
  return {
    depth: end + 1,
    end,
    ofTrack: ({ events, program, isDrum }) => [
      firstProgram + (isDrum ? programs - 1 : program),
      ...events.map(tokenOf),
      end,
    ],
    track(tokens) {
      const stop = tokens.indexOf(end);
      const trackTokens = [...tokens.subarray(0, stop < 0 ? tokens.length : stop)];
      const programToken = trackTokens.find((token) => token >= firstProgram);
      const number = programToken === undefined ? 0 : programToken - firstProgram;
      const isDrum = number === programs - 1;
      const events = trackTokens.filter((token) => token < firstProgram).map(eventOf);
      return { events, program: isDrum ? 0 : number, isDrum };
    },
  };
}
