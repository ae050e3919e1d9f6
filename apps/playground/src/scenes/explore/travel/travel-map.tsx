/** A small plane on which A and B can be dragged. */
'use client';

import { useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { distance } from '../../../shared/geometry/geometry';
import { paintCursor, paintTravel, createView } from '../../../shared/paint/overlay';
import { paintDots } from '../../../shared/paint/scatter';
import { useSteering } from '../../../shared/hooks/use-steering';
import { watch } from '../../../shared/state/store';
import { hasClasses } from '../../../shared/own-model/plane-source';
import { useAnswers, useExplore } from '../controller/context';
import type { End } from '../controller/state';
import styles from './travel.module.css';

export function TravelMap(): ReactElement {
  const t = useTranslations('travel');
  const { store, atlas } = useExplore();
  const sheet = useRef<HTMLDivElement>(null);
  /** The end that is being dragged; null until the drag has shown which end is nearer. */
  const taken = useRef<End>(null);
  const steering = useSteering(sheet, {
    onDown() {
      taken.current = null;
    },
    onDrag({ x, y }) {
      const { centre, extent } = atlas;
      const at = { x: centre[0] + x * extent, y: centre[1] + y * extent };
      const { from, to } = store.get().travel;
      taken.current ??= distance(at, from) <= distance(at, to) ? 'from' : 'to';
      store.send({ type: 'pin', end: taken.current, at });
    },
    // People who use keys set the ends to the cursor with the buttons below.
    onStep: () => undefined,
  });
  return (
    <div
      ref={sheet}
      className={styles.map}
      role="img"
      aria-label={t('map')}
      data-travel-map
      onPointerDown={steering.onPointerDown}
      onPointerMove={steering.onPointerMove}
    >
      <DigitsSheet />
      <EndsSheet />
    </div>
  );
}

function DigitsSheet() {
  const { atlas } = useExplore();
  const latents = useAnswers((answers) => answers.latents);
  const { ref } = useCanvas(
    (surface) => {
      if (latents !== undefined) paintDots(surface, latents, atlas, hasClasses(atlas));
    },
    [latents],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

function EndsSheet() {
  const { store, atlas, answers, colourNear } = useExplore();
  const { ref } = useCanvas(
    (surface) => {
      const { cursor, travel, world } = store.get();
      const view = createView(surface.width, world.centre, atlas.extent);
      paintTravel(surface, view, travel.from, travel.to);
      const now = surface.color(colourNear());
      paintCursor(surface, view, cursor, now);
    },
    [],
    (repaint) => [
      watch(store, ({ cursor }) => cursor, repaint),
      watch(store, ({ travel }) => travel, repaint),
      watch(answers, ({ latents }) => latents, repaint),
    ],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
