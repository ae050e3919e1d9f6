/** The files of a scene of music: reads a MIDI file into a corner, and saves the loop as MIDI or WAV. */
import type { MusicClient } from '../../../worker/page/music-client';
import type { Pattern } from '../../../worker/protocol/music';
import { clamp } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { saveFile } from '../../../shared/browser/save-file';
import type { MusicController } from './contract';
import { buildTake } from '../pattern/playback';
import type { Kind } from '../pattern/kind';
import { limits } from '../pattern/state';

interface Scene extends Pick<MusicController, 'store' | 'answers'> {
  readonly kind: Kind;
  readonly client: () => MusicClient | undefined;
  /** The pattern at a point of the pad. */
  readonly at: (point: Point) => Pattern | undefined;
}

export function createFiles({
  kind,
  store,
  answers,
  client,
  at,
}: Scene): Pick<MusicController, 'readMidi' | 'saveMidi' | 'saveWav'> {
  return {
    async readMidi(which, file) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const song = await client()?.readMidi(bytes, file.name);
      if (song === undefined) return;
      const { patterns, qpm } = song;
      const opened = { name: file.name, patterns };
      answers.send({ files: answers.get().files.map((old, i) => (i === which ? opened : old)) });
      const corner = { kind: 'notes', pattern: patterns[0]! } as const;
      store.send({ type: 'corner', at: which, corner });
      // The scene takes the file's tempo, so that the music is recognisable.
      if (qpm !== undefined)
        store.send({ type: 'set', change: { tempo: Math.round(clamp(qpm, ...limits.tempo)) } });
    },
    async saveMidi() {
      const bytes = await client()?.writeMidi(buildTake(kind, store.get(), at));
      if (bytes !== undefined) saveFile(`speil-${kind.name}.mid`, bytes, 'audio/midi');
    },
    async saveWav(ending) {
      const bytes = await client()?.writeWav(buildTake(kind, store.get(), at), ending);
      if (bytes !== undefined) saveFile(`speil-${kind.name}.wav`, bytes, 'audio/wav');
    },
  };
}
