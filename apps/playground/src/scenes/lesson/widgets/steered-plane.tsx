/** A plane with test digits on it, and a point that is moved by pointer or keys. */
'use client';

import { useRef } from 'react';
import type { ReactElement } from 'react';
import type { AtlasLatents, AtlasWindow } from '@speil/api';
import { useTranslations } from 'use-intl';
import type { Point } from '../../../shared/geometry/geometry';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { useSteering } from '../../../shared/hooks/use-steering';
import { createView, paintCursor } from '../../../shared/paint/overlay';
import { paintPoints, paintScatter } from '../../../shared/paint/scatter';
import styles from '../style/widgets.module.css';

interface SteeredPlaneProps {
  readonly label: string;
  readonly window: AtlasWindow;
  /** The test digits; undefined for none. */
  readonly latents: AtlasLatents | undefined;
  /** Whether the digits have the colours of their classes. */
  readonly colours: boolean;
  /** Whether the decoded plane is behind the digits. */
  readonly decoded?: boolean;
  readonly at: Point;
  readonly onMove: (to: Point) => void;
}

/** How far an arrow key moves the point, without and with Shift, in latent units. */
const steps = { near: 0.1, far: 0.5 };

export function SteeredPlane({
  label,
  window,
  latents,
  colours,
  decoded = false,
  at,
  onMove,
}: SteeredPlaneProps): ReactElement {
  const t = useTranslations('lessonWidgets');
  const sheet = useRef<HTMLDivElement>(null);
  const { centre, extent } = window;
  const steering = useSteering(sheet, {
    onDrag({ x, y }) {
      onMove({ x: centre[0] + x * extent, y: centre[1] + y * extent });
    },
    onStep(step, far) {
      const size = far ? steps.far : steps.near;
      if (step === 'home') onMove({ x: 0, y: 0 });
      else onMove({ x: at.x + step.x * size, y: at.y + step.y * size });
    },
  });
  return (
    <div
      ref={sheet}
      className={styles.plane}
      role="application"
      aria-roledescription={t('planeRole')}
      aria-label={`${label}. ${t('planeHelp')}`}
      tabIndex={0}
      data-plane
      {...steering}
    >
      {decoded && <div className={styles.backdrop} />}
      <Digits window={window} latents={latents} colours={colours} />
      <Cursor window={window} at={at} />
    </div>
  );
}

function Digits({
  window,
  latents,
  colours,
}: Pick<SteeredPlaneProps, 'window' | 'latents' | 'colours'>) {
  const { ref } = useCanvas(
    (surface) => {
      if (latents === undefined) return;
      if (colours) paintScatter(surface, latents, window, []);
      else paintPoints(surface, latents, window);
    },
    [latents, colours],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  return <canvas ref={ref} aria-hidden="true" />;
}

function Cursor({ window, at }: Pick<SteeredPlaneProps, 'window' | 'at'>) {
  const { ref } = useCanvas(
    (surface) => {
      const [x, y] = window.centre;
      const view = createView(surface.width, { x, y }, window.extent);
      paintCursor(surface, view, at, surface.color('--ink'));
    },
    [at],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
