/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the worker; the sound takes what is
 * newest at each step, beat or bar. Knows no React.
 */
import type { Failure } from '../../model/failure';
import { openMusicClient } from '../../model/music-client';
import type { MusicClient } from '../../model/music-client';
import { gridSide } from '../../model/music-protocol';
import type { CheckpointOffer, Ending, MusicKind, Pattern } from '../../model/music-protocol';
import { clamp } from '../../scene/geometry';
import type { Point } from '../../scene/geometry';
import { keepAddress } from '../../scene/keep-address';
import { saveFile } from '../../scene/save-file';
import { createUndoable } from '../../scene/history';
import type { Undoable } from '../../scene/history';
import { createStore } from '../../scene/store';
import type { Store } from '../../scene/store';
import { followSteps, takeOf } from './heard';
import { createHearing } from './hearing';
import type { Moment } from './hearing';
import { kinds } from './kinds';
import type { Kind, Reach } from './kinds';
import { createLike } from './like';
import { decodeLink, encodeLink } from './link';
import { locked } from './scale';
import { createPlayer } from './sound/player';
import type { Player, Silence } from './sound/player';
import { joinSession } from './sound/session';
import { keepVolume, keptVolume } from './sound/volume';
import {
  cellAt,
  cornerPlace,
  defaultLink,
  history,
  initialState,
  isTravelling,
  limits,
  reduceMusic,
} from './state';
import type { Corner, MusicEvent, MusicLink, MusicState, MusicWork, MusicWorld } from './state';
import { createVoices } from './voices';

/** Two bars that come with the page. */
export interface Example {
  readonly name: string;
  readonly pattern: Pattern;
}

/** The windows of a file that was opened for a corner. */
export interface OpenFile {
  readonly name: string;
  readonly patterns: readonly Pattern[];
}

export interface Answers {
  readonly status: 'waiting' | 'ready' | 'failed';
  /** Why it failed. */
  readonly failure: Failure | undefined;
  /** What the model decodes, row by row from the top; undefined for what has not come yet. */
  readonly rows: readonly (readonly Pattern[] | undefined)[];
  readonly files: readonly (OpenFile | undefined)[];
  /** Bytes of a checkpoint that have come; undefined while none is on its way. */
  readonly fetched: number | undefined;
  /** Why what is played cannot be heard; a new object each time. */
  readonly silence: { readonly why: Silence } | undefined;
  /** Address of the checkpoint that decodes; empty for the shipped one. */
  readonly model: string;
}

export interface MusicController {
  readonly kind: Kind;
  readonly examples: readonly Example[];
  readonly store: Undoable<MusicState, MusicEvent, MusicWork>;
  readonly answers: Store<Answers, Partial<Answers>>;
  readonly moment: Store<Moment, Moment>;
  readonly send: (event: MusicEvent) => void;
  /** @returns a function that stops all. */
  readonly start: () => () => void;
  readonly retry: () => void;
  /** In a gesture: the first one on the pad starts the sound, unless a hand has stopped it. */
  readonly touch: () => void;
  readonly setSound: (on: boolean) => void;
  /** Plays a corner by itself, as it stands there, or what the pad says again. In a gesture. */
  readonly hear: (corner: number | undefined) => void;
  /** A single note of a row, at once. In a gesture. */
  readonly strike: (row: number) => void;
  /** What a cell plays, in its scale; undefined while it has not been decoded. */
  readonly cell: (column: number, row: number) => Pattern | undefined;
  /** What stands in a corner; undefined for a sample that has not been drawn yet. */
  readonly corner: (at: number) => Pattern | undefined;
  readonly reach: () => Reach;
  /** Puts something like what is heard into a corner and goes there. @returns false where nothing lies so near. */
  readonly like: (at: number) => Promise<boolean>;
  readonly readMidi: (at: number, file: File) => Promise<void>;
  readonly saveMidi: () => Promise<void>;
  readonly saveWav: (ending: Ending) => Promise<void>;
  readonly offer: (url: string) => Promise<CheckpointOffer>;
  readonly load: (url: string) => Promise<void>;
  /** The state as a link's fragment. */
  readonly link: () => string;
  /** All as the page opens. */
  readonly startOver: () => void;
}

const noRows = Array.from({ length: gridSide }, () => undefined);

export function createMusic(name: MusicKind, examples: readonly Example[]): MusicController {
  const kind = kinds[name];
  const world: MusicWorld = { kind: name, examples: examples.map((example) => example.name) };
  const store = createUndoable(reduceMusic, initialState(world), history);
  const answers = createStore<Answers, Partial<Answers>>(
    (state, change) => ({ ...state, ...change }),
    {
      status: 'waiting',
      failure: undefined,
      silence: undefined,
      rows: noRows,
      files: [undefined, undefined, undefined, undefined],
      fetched: undefined,
      model: '',
    },
  );
  let client: MusicClient | undefined;
  let player: Player | undefined;

  /** Snapped patterns by what they were: tiles are painted again and again. */
  let snapped = new WeakMap<Pattern, Pattern>();
  function inScale(pattern: Pattern): Pattern {
    const { scale, root } = store.get();
    if (name === 'drums' || scale === 'free') return pattern;
    const found = snapped.get(pattern) ?? locked(pattern, scale, root);
    snapped.set(pattern, found);
    return found;
  }

  function cell(column: number, row: number): Pattern | undefined {
    const pattern = answers.get().rows[row]?.[column];
    return pattern && inScale(pattern);
  }

  function at(point: Point): Pattern | undefined {
    const { column, row } = cellAt(point);
    return cell(column, row);
  }

  function cornerPattern(which: number): Pattern | undefined {
    const corner = store.get().corners[which]!;
    switch (corner.kind) {
      case 'example':
        return examples[corner.index]?.pattern;
      case 'notes':
      case 'like':
        return corner.pattern;
      case 'sample': {
        const far = gridSide - 1;
        return answers.get().rows[which < 2 ? 0 : far]?.[which % 2 === 0 ? 0 : far];
      }
    }
  }

  const sameCell = (one: Point, other: Point): boolean => {
    const [a, b] = [cellAt(one), cellAt(other)];
    return a.column === b.column && a.row === b.row;
  };

  const findLike = createLike({
    heard: () => moment.get().pattern,
    isHeard: (which) => sameCell(moment.get().from, cornerPlace(which)),
    corner: cornerPattern,
    settings: store.get,
    ask: async (question) => (await client?.like(question)) ?? [],
  });
  /** The corner that the puck goes to once it has been decoded: what stood there before is not to be heard. */
  let goingTo: number | undefined;

  const sourceOf = (corner: Corner) =>
    corner.kind === 'sample'
      ? ({ kind: 'sample', seed: corner.seed } as const)
      : ({
          kind: 'pattern',
          pattern: corner.kind === 'example' ? examples[corner.index]!.pattern : corner.pattern,
        } as const);

  function askGrid(): void {
    const { corners, temperature, seed, amounts, puck } = store.get();
    const first = cellAt(goingTo === undefined ? puck : cornerPlace(goingTo)).row;
    client?.grid(
      { corners: corners.map(sourceOf), temperature, seed, amounts, row: first },
      (row, patterns) => {
        const rows = answers.get().rows.map((old, i) => (i === row ? patterns : old));
        answers.send({ status: 'ready', rows });
        if (goingTo !== undefined && row === first) {
          store.send({ type: 'move', to: cornerPlace(goingTo) });
        }
        showMoment();
        askVoices();
      },
    );
  }

  /** What is heard now first. */
  function* neededPitches(): Generator<number> {
    const rows = answers.get().rows.map((row) => row?.map(inScale) ?? []);
    const { solo, open, puck } = store.get();
    const corners = [solo, open].map((which) => which !== undefined && cornerPattern(which));
    for (const pattern of [corners[0], at(puck), corners[1], ...rows.flat()]) {
      for (const { pitch } of pattern ? kind.notesOf(pattern) : []) {
        yield kind.pitchOf(pitch);
      }
    }
  }
  const askVoices = createVoices({
    bank: () => player?.bank,
    needed: neededPitches,
    program: () => store.get().program,
    ask: (pitches, program) =>
      client?.voices(pitches, program) ?? Promise.reject(new Error('The scene has ended.')),
  });

  function open(): void {
    answers.send({ status: 'waiting', failure: undefined });
    client = openMusicClient({
      kind: name,
      onReady: () => undefined,
      onFailed(failure) {
        answers.send({ status: 'failed', failure });
      },
    });
    askGrid();
  }

  /** Asks for whatever a change of the state made stale. */
  function watchState(): () => void {
    let before = store.get();
    return store.subscribe(() => {
      const [now, was] = [store.get(), before];
      before = now;
      const changed = (...keys: (keyof MusicState)[]): boolean =>
        keys.some((key) => now[key] !== was[key]);
      if (changed('corners', 'temperature', 'amounts')) askGrid();
      else if (changed('seed') && now.temperature > 0) askGrid();
      if (changed('scale', 'root')) {
        snapped = new WeakMap();
        // Everything that shows a pattern looks again.
        answers.send({ rows: [...answers.get().rows] });
        showMoment();
        askVoices();
      }
      if (changed('program')) {
        player?.bank.renew();
        askVoices();
      }
      if (changed('puck', 'path', 'along')) goingTo = undefined;
      if (changed('puck', 'path', 'along', 'solo', 'corners')) showMoment();
      if (changed('solo', 'open')) askVoices();
      if (changed('volume', 'muted')) player?.setVolume(now.muted ? 0 : now.volume);
      if (changed('volume')) keepVolume(now.volume);
    });
  }

  const hearing = createHearing({
    kind,
    store,
    player: () => player,
    at,
    corner: cornerPattern,
    voices: async (pitch, program) => (await client?.voices([pitch], program)) ?? [],
  });
  const { moment, show: showMoment, setSound, hear } = hearing;

  const linkOf = (fragment: string): MusicLink => decodeLink(fragment, world) ?? defaultLink(world);

  return {
    kind,
    examples,
    store,
    answers,
    moment,
    send: store.send,
    start() {
      const score = {
        tempo: store.get,
        pitchOf: kind.pitchOf,
        singing: name === 'melody',
        notesOf: hearing.take,
        every: () => followSteps[store.get().follow],
      };
      player = createPlayer(score, (why) => {
        answers.send({ silence: { why } });
      });
      const stops = [
        keepAddress({
          store,
          encode: (state) => encodeLink(state, world),
          decode: (fragment) => history.keep(linkOf(fragment)),
          put: history.put,
          restore(fragment) {
            store.send({ type: 'restore', link: linkOf(fragment) });
          },
          // A pen that is down has not drawn a path yet.
          unsettled: () => store.get().stroke !== undefined,
        }),
        watchState(),
        joinSession({
          isPlaying: () => store.get().sound === 'on',
          setSound,
          subscribe: store.subscribe,
          goOn() {
            player?.allowed().then(
              () => {
                if (store.get().sound === 'untouched') setSound(true);
              },
              () => undefined,
            );
          },
        }),
      ];
      const volume = keptVolume();
      if (volume !== undefined) store.send({ type: 'volume', volume });
      open();
      showMoment();
      return () => {
        for (const stop of stops) stop();
        hearing.end();
        player?.close();
        player = undefined;
        client?.close();
        client = undefined;
      };
    },
    retry() {
      client?.close();
      open();
    },
    touch() {
      if (store.get().sound === 'untouched') setSound(true);
    },
    setSound,
    hear,
    strike(row) {
      hearing.strike(row).catch(() => undefined);
    },
    cell,
    corner: cornerPattern,
    reach() {
      const shown = [0, 1, 2, 3].map(cornerPattern);
      const decoded = answers.get().rows.flatMap((row) => row ?? []);
      return kind.reach([...shown, ...decoded].filter((pattern) => pattern !== undefined));
    },
    async like(which) {
      const pattern = await findLike(which);
      if (pattern === undefined) return false;
      // A path goes its own way.
      if (!isTravelling(store.get())) goingTo = which;
      store.send({ type: 'corner', at: which, corner: { kind: 'like', pattern } });
      return true;
    },
    async readMidi(which, file) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const song = await client?.readMidi(bytes, file.name);
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
      const bytes = await client?.writeMidi(takeOf(kind, store.get(), at));
      if (bytes !== undefined) saveFile(`speil-${name}.mid`, bytes, 'audio/midi');
    },
    async saveWav(ending) {
      const bytes = await client?.writeWav(takeOf(kind, store.get(), at), ending);
      if (bytes !== undefined) saveFile(`speil-${name}.wav`, bytes, 'audio/wav');
    },
    async offer(url) {
      if (client === undefined) throw new Error('');
      return client.offer(url);
    },
    async load(url) {
      answers.send({ fetched: 0 });
      try {
        await client?.load(url, (fetched) => {
          answers.send({ fetched });
        });
        answers.send({ model: url });
        store.send({ type: 'set', change: { model: url } });
        askGrid();
      } finally {
        answers.send({ fetched: undefined });
      }
    },
    link: () => encodeLink(store.get(), world),
    startOver() {
      store.send({ type: 'restore', link: { ...defaultLink(world), model: store.get().model } });
    },
  };
}
