/** The pad between the corners: 25 decoded patterns as tiles, the puck, and the puck's path. */
'use client';

import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { gridSide, patternSteps } from '../../../worker/protocol/music';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import type { Surface } from '../../../shared/hooks/use-canvas';
import { clamp } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { useSteering } from '../../../shared/hooks/use-steering';
import { Spoken } from '../../../shared/components/spoken';
import { watch } from '../../../shared/state/store';
import { useAnswers, useMusic, useScene } from '../controller/context';
import type { MusicController } from '../controller/contract';
import { paintPattern } from '../pattern/paint-pattern';
import { cellAt, cornerLetters, isTravelling } from '../pattern/state';
import { cornerSharesAt } from '../pattern/corner-shares';
import styles from './pad.module.css';

/** An arrow key moves the puck by one tile, with Shift by two tiles. */
const keyStep = 2 / gridSide;
/** The gap between two tiles, as a share of the pad. */
const gapShare = 0.012;

export function MusicPad(): ReactElement {
  const t = useTranslations('music');
  const music = useMusic();
  const drawing = useScene((state) => state.drawing);
  const alive = useAnswers(({ rows }) => rows.every((row) => row !== undefined));
  const sheet = useRef<HTMLDivElement>(null);
  const begins = useRef(false);
  const { store, touch } = music;
  const steering = useSteering(sheet, {
    onDown() {
      touch();
      begins.current = true;
    },
    onDrag(to) {
      if (!store.get().drawing) store.send({ type: 'move', to });
      else store.send({ type: begins.current ? 'path-begin' : 'path-on', at: to });
      begins.current = false;
    },
    onUp() {
      store.send({ type: 'path-end' });
    },
    onStep(step, far) {
      touch();
      const size = far ? 2 * keyStep : keyStep;
      if (step === 'home') store.send({ type: 'move', to: { x: 0, y: 0 } });
      else store.send({ type: 'nudge', by: { x: step.x * size, y: step.y * size } });
    },
  });
  return (
    <div
      ref={sheet}
      id="pad"
      className={styles.pad}
      role="application"
      aria-roledescription={t('padRole')}
      aria-label={t('pad')}
      aria-describedby="music-help"
      tabIndex={0}
      data-drawing={drawing}
      data-alive={alive}
      {...steering}
    >
      <Tiles />
      <Puck />
      <Place />
    </div>
  );
}

/** @returns the top left corner and the side of a tile. */
function tileOf(
  width: number,
  column: number,
  row: number,
): { x: number; y: number; side: number } {
  const gap = Math.max(3, gapShare * width);
  const side = (width - gap * (gridSide + 1)) / gridSide;
  return { x: gap + column * (side + gap), y: gap + row * (side + gap), side };
}

function Tiles() {
  const music = useMusic();
  const { store, answers, moment } = music;
  const { ref } = useCanvas(
    (surface) => {
      paintTiles(surface, music);
    },
    [],
    (repaint) => [
      watch(answers, ({ rows }) => rows, repaint),
      watch(store, ({ corners }) => corners, repaint),
      watch(moment, ({ from }) => cellKey(from), repaint),
      watch(moment, ({ puck }) => cellKey(puck), repaint),
      watch(moment, ({ step }) => step, repaint),
      watch(moment, ({ solo }) => solo, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

const cellKey = (point: Point): string => Object.values(cellAt(point)).join();

function paintTiles(surface: Surface, { kind, cell, moment, reach }: MusicController): void {
  const { context, width, color } = surface;
  const { puck, from, step, solo } = moment.get();
  const shown = reach();
  const [chosen, playing] = [cellAt(puck), cellAt(from)];
  for (let row = 0; row < gridSide; row++) {
    for (let column = 0; column < gridSide; column++) {
      const { x, y, side } = tileOf(width, column, row);
      const inset = side * 0.07;
      const box = {
        left: x + inset,
        top: y + inset,
        width: side - 2 * inset,
        height: side - 2 * inset,
      };
      const isPlaying = solo === undefined && playing.column === column && playing.row === row;
      const isChosen = chosen.column === column && chosen.row === row;
      context.fillStyle = color('--plate');
      context.fillRect(x, y, side, side);
      context.strokeStyle = color('--rim');
      context.lineWidth = 1;
      context.strokeRect(x, y, side, side);
      if (isPlaying && step !== undefined) {
        context.fillStyle = color('--line');
        context.fillRect(box.left + (step * box.width) / patternSteps - 1.5, y, 4, side);
      }
      const pattern = cell(column, row);
      context.globalAlpha = isPlaying || isChosen ? 1 : 0.72;
      if (pattern !== undefined) paintPattern(surface, kind, pattern, box, shown, 0.5);
      context.globalAlpha = 1;
      if (!isPlaying && !isChosen) continue;
      // A tile that waits for its beat or bar has a dashed rim.
      const waits = isChosen && !isPlaying && step !== undefined;
      const line = isPlaying ? 2 : waits ? 2.5 : 1;
      context.strokeStyle = color('--ink');
      context.lineWidth = line;
      context.setLineDash(waits ? [side / 9, side / 9] : []);
      context.lineDashOffset = waits ? -((step % 4) * side) / 18 : 0;
      context.strokeRect(x - line / 2, y - line / 2, side + line, side + line);
      context.setLineDash([]);
    }
  }
}

function Puck() {
  const { store, moment } = useMusic();
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      // Marks at the edge are moved inside, so that they are not cut off.
      const onSheet = ({ x, y }: Point, margin: number): [number, number] => [
        clamp(((x + 1) / 2) * width, margin, width - margin),
        clamp(((1 - y) / 2) * width, margin, width - margin),
      ];
      const { path, stroke } = store.get();
      const line = stroke !== undefined && stroke.length > 1 ? stroke : path;
      const waits = line === path && !isTravelling(store.get());
      if (line.length > 1) {
        context.lineWidth = 3;
        context.lineJoin = 'round';
        context.lineCap = 'round';
        context.beginPath();
        for (const point of line) context.lineTo(...onSheet(point, 3));
        context.setLineDash(waits ? [2, 6] : []);
        for (const [colour, wide] of [
          ['--paper', 6],
          ['--ink', 2],
        ] as const) {
          context.strokeStyle = color(colour);
          context.lineWidth = wide;
          context.stroke();
        }
        context.setLineDash([]);
      }
      const radius = Math.max(9, width / 42);
      context.beginPath();
      context.arc(...onSheet(moment.get().puck, radius + 2), radius, 0, 2 * Math.PI);
      context.fillStyle = color('--ink');
      context.fill();
      context.lineWidth = 3;
      context.strokeStyle = color('--paper');
      context.stroke();
    },
    [],
    (repaint) => [
      watch(moment, ({ puck }) => puck, repaint),
      watch(store, ({ path }) => path, repaint),
      watch(store, ({ stroke }) => stroke, repaint),
      watch(store, ({ along }) => along, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" data-puck />;
}

/** Announces the position of the puck, as the shares of the corners. */
function Place() {
  const t = useTranslations('music');
  const format = useFormatter();
  const { store } = useMusic();
  const puck = useScene((state) => state.puck);
  const untouched = useScene((state) => state.sound) === 'untouched';
  const percent = (share: number): string =>
    format.number(share, { style: 'percent', maximumFractionDigits: 0 });
  const parts = cornerSharesAt(puck)
    .map((share, i) => [share, cornerLetters[i]!] as const)
    .filter(([share]) => share >= 0.005)
    .map(([share, letter]) => `${letter} ${percent(share)}`);
  const playing = store.get().sound === 'on';
  return (
    <Spoken
      text={untouched ? '' : `${parts.join(', ')}. ${t(playing ? 'soundOn' : 'soundOff')}.`}
    />
  );
}
