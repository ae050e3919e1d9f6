/**
 * Who plays on which of the sixteen channels. Drums have channel 10 to themselves. Up to fifteen other instruments have
 * one each; more of them share by program, and where there are more than fifteen programs, channels change program.
 */
import type { NoteSequence } from '../../theory/note-sequence.js';

type List<K extends keyof NoteSequence> = NonNullable<NoteSequence[K]>;

/** What one instrument plays with one program. */
export interface Voice {
  /** From 0: drums are on 9. */
  channel: number;
  readonly instrument: number;
  readonly program: number;
  readonly isDrum: boolean;
  /** Of its first note. */
  readonly part: number;
  readonly notes: List<'notes'>;
  readonly controls: List<'controlChanges'>;
  readonly bends: List<'pitchBends'>;
}

const drumChannel = 9;
const otherChannels = Array.from({ length: 16 }, (_, i) => i).filter((i) => i !== drumChannel);

/** @returns voices by track: those of one track share its channel and change its program; others have a track each. */
export function channelsOf(sequence: NoteSequence): readonly (readonly Voice[])[] {
  const voices = voicesOf(sequence);
  const pitched = voices.filter(({ isDrum }) => !isDrum);
  const programs = [...new Set(pitched.map(({ program }) => program))];
  const shared = pitched.length > otherChannels.length;
  for (const [i, voice] of pitched.entries()) {
    const place = shared ? programs.indexOf(voice.program) : i;
    voice.channel = otherChannels[place % otherChannels.length]!;
  }
  const tracks: Voice[][] = [];
  for (const channel of [...otherChannels, drumChannel]) {
    const here = voices.filter((voice) => voice.channel === channel);
    const changes = new Set(here.map(({ program }) => program)).size > 1;
    tracks.push(...(changes ? [here] : here.map((voice) => [voice])));
  }
  return tracks.sort((a, b) => a[0]!.instrument - b[0]!.instrument);
}

function voicesOf(sequence: NoteSequence): Voice[] {
  const voices = new Map<string, Voice>();
  /** Where controllers and bends of an instrument go, whatever program they name: they are its channel's. */
  const first = new Map<number, Voice>();
  const voiceOf = (
    who: Pick<List<'notes'>[number], 'instrument' | 'program' | 'isDrum' | 'part'>,
  ): Voice => {
    const { instrument, program, isDrum, part } = who;
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
  const hearing = (who: Parameters<typeof voiceOf>[0]): Voice =>
    first.get(who.instrument ?? 0) ?? voiceOf(who);
  for (const change of sequence.controlChanges ?? []) hearing(change).controls.push(change);
  for (const bend of sequence.pitchBends ?? []) hearing(bend).bends.push(bend);
  return [...voices.values()];
}
