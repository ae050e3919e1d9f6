/** Files of the scene: a MIDI file as a corner, and what is heard as MIDI or WAV. */
import type { MusicClient } from '../../worker/page/music-client';
import type { MusicKind, Pattern } from '../../worker/protocol/music';
import { clamp } from '../../shared/geometry/geometry';
import type { Point } from '../../shared/geometry/geometry';
import { saveFile } from '../../shared/browser/save-file';
import type { Store } from '../../shared/state/store';
import type { Answers, MusicController } from './contract';
import { takeOf } from './playback';
import type { Kind } from './kinds';
import { limits } from './state';

interface Scene extends Pick<MusicController, 'store'> {
  readonly name: MusicKind;
  readonly kind: Kind;
  readonly answers: Store<Answers, Partial<Answers>>;
  readonly client: () => MusicClient | undefined;
  /** What is heard at a point of the pad. */
  readonly at: (point: Point) => Pattern | undefined;
}

export function createFiles({
  name,
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
      // At its own tempo it is known again.
      if (qpm !== undefined)
        store.send({ type: 'set', change: { tempo: Math.round(clamp(qpm, ...limits.tempo)) } });
    },
    async saveMidi() {
      const bytes = await client()?.writeMidi(takeOf(kind, store.get(), at));
      if (bytes !== undefined) saveFile(`speil-${name}.mid`, bytes, 'audio/midi');
    },
    async saveWav(ending) {
      const bytes = await client()?.writeWav(takeOf(kind, store.get(), at), ending);
      if (bytes !== undefined) saveFile(`speil-${name}.wav`, bytes, 'audio/wav');
    },
  };
}
