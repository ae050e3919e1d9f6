/**
 * Joins the scene's parts: what a person does goes through the reducer; what changed is asked of the worker; the sound takes what is
 * newest at each step, beat or bar. Knows no React.
 */
import { openMusicClient } from '../../worker/page/music-client';
import type { MusicClient } from '../../worker/page/music-client';
import { gridSide } from '../../worker/protocol/music';
import type { MusicKind, Pattern } from '../../worker/protocol/music';
import type { Point } from '../../shared/geometry/geometry';
import { keepAddress } from '../../shared/link/keep-address';
import { createUndoable } from '../../shared/state/history';
import { createStore } from '../../shared/state/store';
import { velocityOf } from './accents';
import type { Answers, Example, MusicController } from './contract';
import { createFiles } from './files';
import { followSteps } from './playback';
import { createHearing } from './playback-control';
import { kinds } from './kinds';
import type { StepNote } from './kinds';
import { createLike } from './similar';
import { decodeLink, encodeLink } from './link';
import { panOf } from './pan';
import { locked } from './scale';
import { createPlayer } from './sound/player';
import type { Player } from './sound/player';
import { joinSession } from './sound/session';
import { keepVolume, keptVolume } from './sound/volume';
import {
  cellAt,
  cornerPlace,
  defaultLink,
  history,
  initialState,
  isTravelling,
  reduceMusic,
} from './state';
import type { Corner, MusicLink, MusicState, MusicWorld } from './state';
import { createVoices } from './voices';

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
        velocityOf: (note: StepNote, step: number) => velocityOf(kind, note, step),
        panOf: (row: number) => panOf(kind, row, store.get().program),
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
    ...createFiles({ kind, name, store, answers, client: () => client, at }),
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
