/**
 * The plane: three canvases (decoded digits, test digits, moving marks) over the atlas's picture, which is shown before
 * scripts run. It handles mouse, pen, touch and keys.
 */
'use client';

import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { withMinus } from '../../../i18n/figures';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { watch } from '../../../shared/state/store';
import { useSteering } from '../../../shared/hooks/use-steering';
import { useAnswers, useExplore, useScene } from '../controller/context';
import { ticksWithin } from '../../../shared/geometry/geometry';
import type { Point } from '../../../shared/geometry/geometry';
import { loadImage } from '../../../shared/atlas/items';
import { addRow, createLiveGrid, paintGrid } from '../paint/grid';
import { paintItems } from '../../../shared/paint/scatter';
import { paintMoving } from './moving';
import styles from './plane.module.css';

export function Plane(): ReactElement {
  const t = useTranslations('plane');
  const explore = useExplore();
  const { atlas, store } = explore;
  const { centre, extent } = atlas;
  const frame = useRef<HTMLDivElement>(null);

  const toLatent = ({ x, y }: Point): Point => ({
    x: centre[0] + x * extent,
    y: centre[1] + y * extent,
  });
  const steering = useSteering(frame, {
    onDrag(at, since) {
      const to = toLatent(at);
      const { cursor } = store.get();
      // The event at the next frame repeats this raw event.
      if (to.x !== cursor.x || to.y !== cursor.y) explore.moveTo(to, since);
    },
    onStep(step, far, since) {
      const size = extent / (far ? 6 : 30);
      const { cursor, world } = store.get();
      const to =
        step === 'home'
          ? world.centre
          : { x: cursor.x + step.x * size, y: cursor.y + step.y * size };
      explore.moveTo(to, since);
    },
    onHover(at, since) {
      explore.hoverAt(at && toLatent(at), since);
    },
  });

  return (
    <div className={styles.plane}>
      <div
        id="plane"
        ref={frame}
        className={styles.sheets}
        role="application"
        aria-roledescription={t('role')}
        aria-label={t('label')}
        aria-describedby="plane-help"
        tabIndex={0}
        {...steering}
      >
        <GridSheet />
        <ScatterSheet />
        <MovingSheet />
      </div>
      <Ticks />
    </div>
  );
}

function GridSheet() {
  const explore = useExplore();
  const { grid: sheet } = explore.source;
  const shown = useScene((state) => state.layers.grid);
  const condition = useScene((state) => state.condition);
  const [started, setStarted] = useState(false);
  const { ref, repaint } = useCanvas((surface) => {
    paintGrid(surface, explore.backdrop.sheet, explore.backdrop.live);
  }, []);

  useEffect(() => {
    if (sheet === undefined) return;
    loadImage(sheet.url).then(
      (image) => {
        explore.backdrop.sheet = image;
        setStarted(true);
        repaint();
      },
      () => undefined, // The decoded rows arrive anyway.
    );
  }, [explore, sheet, repaint]);

  useEffect(() => {
    // A cell is as large as a picture, or a little smaller.
    const columns = Math.round((ref.current?.clientWidth ?? 0) / 24);
    const side = Math.max(sheet?.columns ?? 1, columns);
    const grid = createLiveGrid(side);
    explore.decodeGrid(side, (row, pictures) => {
      explore.backdrop.live = grid;
      addRow(grid, row, pictures);
      repaint();
    });
  }, [explore, sheet, condition, ref, repaint]);

  return (
    <>
      <div className={styles.first} hidden={started || !shown || sheet === undefined} />
      <canvas ref={ref} className={styles.grid} hidden={!shown} aria-hidden="true" />
    </>
  );
}

function ScatterSheet() {
  const explore = useExplore();
  const shown = useScene((state) => state.layers.items);
  const hidden = useScene((state) => state.hidden);
  const latents = useAnswers((answers) => answers.latents);
  const { ref } = useCanvas(
    (surface) => {
      if (latents) paintItems(surface, latents, explore.atlas, hidden);
    },
    [latents, hidden],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  return <canvas ref={ref} hidden={!shown} aria-hidden="true" />;
}

function MovingSheet() {
  const explore = useExplore();
  const { store, answers } = explore;
  const { ref } = useCanvas(
    (surface) => {
      paintMoving(surface, explore);
    },
    [],
    (repaint) => [
      watch(store, ({ cursor }) => cursor, repaint),
      watch(store, ({ hover }) => hover, repaint),
      watch(store, ({ travel }) => travel, repaint),
      watch(answers, ({ encoded }) => encoded, repaint),
      watch(answers, ({ latents }) => latents, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

/** The scales along the plane's edges: a tick for each unit, a number for every second one. */
function Ticks(): ReactElement {
  const { atlas } = useExplore();
  const at = (value: number, middle: number): number => ((value - middle) / atlas.extent) * 100;
  const [x, y] = atlas.centre;
  return (
    <svg className={styles.ticks} viewBox="-100 -100 200 200" aria-hidden="true">
      {ticksWithin(x, atlas.extent).map(({ value, isNumbered }) => (
        <g key={value}>
          <path d={`M${at(value, x)} 100v1.6`} />
          {isNumbered && (
            <text x={at(value, x)} y="107.5">
              {withMinus(String(value))}
            </text>
          )}
        </g>
      ))}
      {ticksWithin(y, atlas.extent).map(({ value, isNumbered }) => (
        <g key={value}>
          <path d={`M-100 ${-at(value, y)}h-1.6`} />
          {isNumbered && (
            <text x="-105.2" y={1.4 - at(value, y)}>
              {withMinus(String(value))}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}
