/**
 * Assigns instruments to the sixteen MIDI channels. Only drums use channel 10. Up to fifteen other instruments get one
 * channel each. If there are more, all instruments with the same program share a channel. If there are more than
 * fifteen programs, several programs share a channel, which then changes its program.
 */
import type { NoteSequence } from '../../theory/note-sequence.js';

type List<K extends keyof NoteSequence> = NonNullable<NoteSequence[K]>;

/** The notes and controls of one instrument with one program. */
export interface Voice {
  /** MIDI channel, counted from 0: drums are on 9. */
  channel: number;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  /** The part (staff) of the voice's first note. */
  readonly part: number;
  readonly notes: List<'notes'>;
  readonly controls: List<'controlChanges'>;
  readonly bends: List<'pitchBends'>;
}

const drumChannel = 9;
const otherChannels = Array.from({ length: 16 }, (_, i) => i).filter((i) => i !== drumChannel);

/**
 * @returns the voices of each track. If the voices of a channel have several programs, they share a track; otherwise
 *   each voice has its own track.
 */
export function assignChannels(sequence: NoteSequence): readonly (readonly Voice[])[] {
  const voices = collectVoices(sequence);
  const pitched = voices.filter(({ isDrum }) => !isDrum);
  const programs = [...new Set(pitched.map(({ program }) => program))];
  const shared = pitched.length > otherChannels.length;
  for (const [i, voice] of pitched.entries()) {
    const index = shared ? programs.indexOf(voice.program) : i;
    voice.channel = otherChannels[index % otherChannels.length]!;
  }
  const tracks: Voice[][] = [];
  for (const channel of [...otherChannels, drumChannel]) {
    const onChannel = voices.filter((voice) => voice.channel === channel);
    const changes = new Set(onChannel.map(({ program }) => program)).size > 1;
    tracks.push(...(changes ? [onChannel] : onChannel.map((voice) => [voice])));
  }
  return tracks.sort((a, b) => a[0]!.instrument - b[0]!.instrument);
}

function collectVoices(sequence: NoteSequence): Voice[] {
  const voices = new Map<string, Voice>();
  /**
   * The voice that gets an instrument's control changes and bends. The program that they name is ignored, because in
   * MIDI they belong to a channel.
   */
  const first = new Map<number, Voice>();
  const voiceOf = (
    event: Pick<List<'notes'>[number], 'instrument' | 'program' | 'isDrum' | 'part'>,
  ): Voice => {
    const { instrument, program, isDrum, part } = event;
    const key = `${instrument ?? 0}/${program ?? 0}/${isDrum ?? false}`;
    let voice = voices.get(key);
    if (voice === undefined) {
      voice = {
        channel: drumChannel,
        instrument: instrument ?? 0,
        program: program ?? 0,
        isDrum: isDrum ?? false,
        part: part ?? 0,
        notes: [],
        controls: [],
        bends: [],
      };
      voices.set(key, voice);
      if (!first.has(voice.instrument)) first.set(voice.instrument, voice);
    }
    return voice;
  };
  for (const note of sequence.notes ?? []) voiceOf(note).notes.push(note);
  const voiceOfInstrument = (event: Parameters<typeof voiceOf>[0]): Voice =>
    first.get(event.instrument ?? 0) ?? voiceOf(event);
  for (const change of sequence.controlChanges ?? [])
    voiceOfInstrument(change).controls.push(change);
  for (const bend of sequence.pitchBends ?? []) voiceOfInstrument(bend).bends.push(bend);
  return [...voices.values()];
}
