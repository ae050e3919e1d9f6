/** One model's plane: its digits, its empty places, and the cursor that all planes share. */
'use client';

import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { Plane } from '../../worker/protocol/images';
import { useCanvas } from '../../shared/hooks/use-canvas';
import { clampPoint } from '../../shared/geometry/geometry';
import { paintHatch } from '../../shared/paint/hatch';
import { paintCursor, paintHover, createView } from '../../shared/paint/overlay';
import { paintDots } from '../../shared/paint/scatter';
import { useSteering } from '../../shared/hooks/use-steering';
import { watch } from '../../shared/state/store';
import { useCompare, usePlane } from './controller/context';
import { darkness, emptiness, holeSide } from './holes';
import styles from './compare.module.css';

/** The distance that an arrow key moves the cursor, without and with Shift, as a fraction of the plane. */
const steps = { near: 0.03, far: 0.15 };

export function PlaneSheet({ plane, label }: { plane: Plane; label: string }): ReactElement {
  const t = useTranslations('compare');
  const { store } = useCompare();
  const sheet = useRef<HTMLDivElement>(null);
  const steering = useSteering(sheet, {
    onDrag(to) {
      store.send({ type: 'move', to });
    },
    onHover(at) {
      store.send({ type: 'hover', at });
    },
    onStep(step, far) {
      const size = far ? steps.far : steps.near;
      if (step === 'home') store.send({ type: 'move', to: { x: 0, y: 0 } });
      else store.send({ type: 'nudge', by: { x: step.x * size, y: step.y * size } });
    },
  });
  return (
    <div
      ref={sheet}
      className={styles.sheet}
      role="application"
      aria-roledescription={t('role')}
      aria-label={label}
      aria-describedby="compare-help"
      tabIndex={0}
      data-plane={plane}
      {...steering}
    >
      <Digits plane={plane} />
      <Cursor plane={plane} />
    </div>
  );
}

function Digits({ plane }: { plane: Plane }) {
  const { windowOf, isConditional } = useCompare();
  const latents = usePlane(plane, 'latents');
  const holes = useRef<{ of: typeof latents; shares: Uint8Array }>(undefined);
  const { ref } = useCanvas(
    (surface) => {
      if (latents === undefined) return;
      if (holes.current?.of !== latents) {
        const distances = emptiness(latents, windowOf(plane));
        holes.current = {
          of: latents,
          shares: Uint8Array.from(distances, (d) => 255 * darkness(d)),
        };
      }
      paintHatch(surface, holes.current.shares, holeSide, true);
      // The conditional model receives the class, so its latents need not separate the classes. They overlap, and a
      // numeral in the middle of each class would say nothing.
      paintDots(surface, latents, windowOf(plane), !isConditional(plane));
    },
    [latents],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

function Cursor({ plane }: { plane: Plane }) {
  const { store, planes, cursorOf, shownPlace, near, condition, windowOf, isConditional } =
    useCompare();
  const { ref } = useCanvas(
    (surface) => {
      const { centre, extent } = windowOf(plane);
      const middle = { x: centre[0], y: centre[1] };
      // A point outside the visible plane is drawn at its edge.
      const at = clampPoint(cursorOf(plane), { centre: middle, extent: extent * 0.97 });
      const label = isConditional(plane) ? condition() : near(plane)?.first;
      const now = surface.color(label === undefined ? '--ink' : `--class-${label}`);
      const view = createView(surface.width, middle, extent);
      if (store.get().hover === undefined) paintCursor(surface, view, at, now);
      else paintHover(surface, view, at, shownPlace(plane), now);
    },
    [],
    (repaint) => [
      watch(store, ({ cursor }) => cursor, repaint),
      watch(store, ({ hover }) => hover, repaint),
      watch(store, ({ aside }) => aside, repaint),
      watch(store, (state) => state.condition, repaint),
      watch(planes[plane], ({ reconstruction }) => reconstruction, repaint),
      watch(planes[plane], ({ latents }) => latents, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
