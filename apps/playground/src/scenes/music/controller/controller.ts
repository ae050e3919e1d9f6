/**
 * Joins the parts of a scene of music. Events go through the reducer. After a change, the controller asks the worker
 * for every answer that is out of date. The sound takes the newest pattern at each step, beat or bar. The controller
 * does not depend on React.
 */
import type { Point } from '../../../shared/geometry/geometry';
import { keepAddress } from '../../../shared/link/keep-address';
import { createUndoable } from '../../../shared/state/history';
import { createResource } from '../../../shared/state/resource';
import { openMusicClient } from '../../../worker/page/music-client';
import type { MusicClient } from '../../../worker/page/music-client';
import { gridSide } from '../../../worker/protocol/music';
import type { CornerSource, Pattern } from '../../../worker/protocol/music';
import type { Example, MusicController, Values } from './contract';
import { createFiles } from './files';
import type { Kind } from '../pattern/kind';
import { decodeLink, encodeLink } from './link';
import { followSteps } from '../pattern/playback';
import { createPlaybackControl } from './playback-control';
import { lockToScale } from '../pattern/scale';
import { createSimilarFinder } from '../pattern/similar';
import { createPlayer } from '../sound/player';
import type { Player, Score } from '../sound/player';
import { joinSession } from '../sound/session';
import { keepVolume, keptVolume } from '../sound/volume';
import {
  cellAt,
  cornerPlace,
  defaultLink,
  history,
  initialState,
  isSameCell,
  isTravelling,
  reduceMusic,
} from '../pattern/state';
import type { Corner, MusicState, MusicWorld } from '../pattern/state';
import { createVoices } from './voices';

const nothing: Values = {
  silence: undefined,
  rows: Array.from({ length: gridSide }, () => undefined),
  files: [undefined, undefined, undefined, undefined],
  fetched: undefined,
  model: '',
};

export function createMusic(kind: Kind, examples: readonly Example[]): MusicController {
  const world: MusicWorld = { kind: kind.name, examples: examples.map(({ name }) => name) };
  const store = createUndoable(reduceMusic, initialState(world), history);
  let client: MusicClient | undefined;
  let player: Player | undefined;

  const answers = createResource(nothing, () => {
    client = openMusicClient({ opening: kind.name, onFailed: answers.fail });
    askGrid();
    return () => {
      client?.close();
      client = undefined;
    };
  });

  /** Caches the patterns locked to the scale, by the original pattern, since tiles are painted repeatedly. */
  let snapped = new WeakMap<Pattern, Pattern>();
  function inScale(pattern: Pattern): Pattern {
    const { scale, root } = store.get();
    if (!kind.isMonophonic || scale === 'free') return pattern;
    const found = snapped.get(pattern) ?? lockToScale(pattern, scale, root);
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
      case 'similar':
        return corner.pattern;
      case 'sample': {
        const far = gridSide - 1;
        return answers.get().rows[which < 2 ? 0 : far]?.[which % 2 === 0 ? 0 : far];
      }
    }
  }

  const findSimilar = createSimilarFinder({
    playing: () => moment.get().pattern,
    isPlaying: (which) => isSameCell(moment.get().from, cornerPlace(which)),
    corner: cornerPattern,
    settings: store.get,
    ask: async (question) => (await client?.drawSimilar(question)) ?? [],
  });
  /** The corner that the puck moves to once it has been decoded, so that its previous pattern is not played. */
  let goingTo: number | undefined;

  const toSource = (corner: Corner): CornerSource =>
    corner.kind === 'sample'
      ? corner
      : {
          kind: 'pattern',
          pattern: corner.kind === 'example' ? examples[corner.index]!.pattern : corner.pattern,
        };

  function askGrid(): void {
    const { corners, temperature, seed, amounts, puck } = store.get();
    const first = cellAt(goingTo === undefined ? puck : cornerPlace(goingTo)).row;
    client?.decodeGrid(
      { corners: corners.map(toSource), temperature, seed, amounts, row: first },
      (row, patterns) => {
        const rows = answers.get().rows.map((old, i) => (i === row ? patterns : old));
        answers.recover({ rows });
        if (goingTo !== undefined && row === first) {
          store.send({ type: 'move', to: cornerPlace(goingTo) });
        }
        showMoment();
        askVoices();
      },
    );
  }

  /** The pitches that are needed, the playing ones first. */
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
      client?.renderVoices(pitches, program) ?? Promise.reject(new Error('The scene has ended.')),
  });

  /** After each change of the state, asks for every answer that is out of date. */
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
        // A new array, so that everything that shows a pattern reads it again.
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

  const playback = createPlaybackControl({
    kind,
    store,
    player: () => player,
    at,
    corner: cornerPattern,
    voices: async (pitch, program) => (await client?.renderVoices([pitch], program)) ?? [],
  });
  const { moment, show: showMoment, setSound, playCorner } = playback;

  return {
    kind,
    examples,
    store,
    answers,
    moment,
    send: store.send,
    start() {
      const score: Score = {
        tempo: store.get,
        notesOf: playback.take,
        every: () => followSteps[store.get().follow],
        pitchOf: kind.pitchOf,
        velocityOf: kind.velocityOf,
        panOf: (row) => kind.panOf(row, store.get().program),
        isMonophonic: kind.isMonophonic,
      };
      player = createPlayer(score, (why) => {
        answers.send({ silence: { why } });
      });
      const stops = [
        keepAddress({
          store,
          history,
          encode: (state) => encodeLink(state, world),
          decode: (fragment) => decodeLink(fragment, world),
          defaults: defaultLink(world),
          // A path is not finished while the pen is down.
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
      answers.open();
      showMoment();
      return () => {
        for (const stop of stops) stop();
        playback.end();
        player?.close();
        player = undefined;
        answers.close();
      };
    },
    retry: answers.retry,
    touch() {
      if (store.get().sound === 'untouched') setSound(true);
    },
    setSound,
    playCorner,
    strike(row) {
      playback.strike(row).catch(() => undefined);
    },
    cell,
    corner: cornerPattern,
    reach() {
      const shown = [0, 1, 2, 3].map(cornerPattern);
      const decoded = answers.get().rows.flatMap((row) => row ?? []);
      return kind.reach([...shown, ...decoded].filter((pattern) => pattern !== undefined));
    },
    async putSimilar(which) {
      const pattern = await findSimilar(which);
      if (pattern === undefined) return false;
      // A puck that follows a path stays on it.
      if (!isTravelling(store.get())) goingTo = which;
      store.send({ type: 'corner', at: which, corner: { kind: 'similar', pattern } });
      return true;
    },
    ...createFiles({ kind, store, answers, client: () => client, at }),
    async offer(url) {
      if (client === undefined) throw new Error('');
      return client.checkCheckpoint(url);
    },
    async load(url) {
      answers.send({ fetched: 0 });
      try {
        await client?.loadCheckpoint(url, (fetched) => {
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
