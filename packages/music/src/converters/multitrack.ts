/** Up to eight tracks, one after the other, each a performance: MusicVAE's multitrack models (Simon et al. 2018). */
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
  lasting,
  notesOfPerformance,
  performanceEvents,
  type PerformanceEvent,
} from './performance.js';

export interface MultitrackArgs {
  readonly numSteps: number;
  readonly numSegments: number;
  /** Steps that each track lasts. */
  readonly totalSteps: number;
  readonly stepsPerQuarter: number;
  readonly numVelocityBins: number;
  readonly minPitch: number;
  readonly maxPitch: number;
}

/** 128 programs, and one that says drums. */
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
        `This model takes ${stepsPerQuarter} steps a quarter. Received: ${quantization}.`,
      );
    }
    const notes = quantizedNotes(sequence, totalSteps).filter(
      ({ pitch }) => pitch >= args.minPitch && pitch <= args.maxPitch,
    );
    const values = new Float32Array(numSteps * tokens.depth);
    const tracks = tracksOf(notes);
    for (let segment = 0; segment < numSegments; segment++) {
      const track = tracks[segment];
      const said =
        track === undefined
          ? [tokens.end]
          : tokens.ofTrack({
              ...track,
              events: lasting(performanceEvents(track.notes, form), totalSteps, totalSteps).slice(
                0,
                // The program and the end are words of the track as well.
                trackSteps - 2,
              ),
            });
      values.set(oneHot(said, tokens.depth), segment * trackSteps * tokens.depth);
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
      const said = argMax(output, tokens.depth);
      const sequence = emptySequence(stepsPerQuarter, totalSteps, options);
      for (let segment = 0; segment < numSegments; segment++) {
        const { events, program, isDrum } = tokens.track(
          said.subarray(segment * trackSteps, (segment + 1) * trackSteps),
        );
        const mark = { instrument: segment, program, isDrum };
        const whole = lasting(events, totalSteps, totalSteps);
        sequence.notes.push(...notesOfPerformance(whole, form, mark));
      }
      return sequence;
    },
  };
}

/** The players by program, the drums last; an instrument of several programs counts as program 0. */
function tracksOf(
  notes: readonly QuantizedNote[],
): (Omit<Track, 'events'> & { readonly notes: readonly QuantizedNote[] })[] {
  const instruments = [...new Set(notes.map(({ instrument }) => instrument))];
  return instruments
    .map((instrument) => {
      const own = notes.filter((note) => note.instrument === instrument);
      const isDrum = own.every((note) => note.isDrum);
      const only = new Set(own.map(({ program }) => program)).size === 1;
      return { notes: own, isDrum, program: !isDrum && only ? own[0]!.program : 0 };
    })
    .sort((a, b) => Number(a.isDrum) - Number(b.isDrum) || a.program - b.program);
}

/** The words of a track: notes that start, notes that end, times, loudnesses, programs, and the end. */
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
      const said = [...tokens.subarray(0, stop < 0 ? tokens.length : stop)];
      const named = said.find((token) => token >= firstProgram);
      const number = named === undefined ? 0 : named - firstProgram;
      const isDrum = number === programs - 1;
      const events = said.filter((token) => token < firstProgram).map(eventOf);
      return { events, program: isDrum ? 0 : number, isDrum };
    },
  };
}
