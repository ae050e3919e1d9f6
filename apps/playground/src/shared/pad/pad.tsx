/** The pad to draw on. Once the pen is up, the pad can show the network's input, a picture of 28 by 28 dots. */
'use client';

import { useState } from 'react';
import type { PointerEvent, ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../hooks/use-canvas';
import type { Point } from '../geometry/geometry';
import { paintHalftone } from '../paint/halftone';
import { isBeside } from '../hooks/use-steering';
import styles from './pad.module.css';
import { padSide } from './strokes';
import type { Strokes } from './strokes';

interface PadProps {
  /** The ink; undefined if the pad has none. */
  readonly ink: () => Strokes | undefined;
  /** The network's input, which is shown once the pen is up. Without it the ink stays as it was drawn. */
  readonly picture?: () => Uint8Array | undefined;
  /** Calls `repaint` when the ink or the input changes. */
  readonly subscribe: (repaint: () => void) => readonly (() => void)[];
  readonly onPen: (type: 'pen-down' | 'pen-move', at: Point) => void;
  /** Whether to show the hint to draw. */
  readonly inviting: boolean;
  /** Whether the pad shows an example. */
  readonly exemplary?: boolean;
}

/** The pad fills its parent. The scene provides a paragraph with the id `pad-help`. */
export function Pad(props: PadProps): ReactElement {
  const { ink, picture, subscribe, onPen, inviting, exemplary = false } = props;
  const t = useTranslations('pad');
  const [penDown, setPenDown] = useState(false);
  const { ref } = useCanvas(
    (surface) => {
      const { context, width, color } = surface;
      const [strokes, pixels] = [ink(), picture?.()];
      const writing = penDown && strokes !== undefined;
      paintHalftone(context, writing ? undefined : pixels, width, color('--ink'));
      if (strokes !== undefined && (writing || pixels === undefined)) {
        paintInk(context, strokes, width, color('--ink'));
      }
    },
    [penDown],
    subscribe,
  );

  const toPadPoint = (
    event: PointerEvent,
    { clientX, clientY }: { clientX: number; clientY: number },
  ): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((clientX - box.left) / box.width) * padSide,
      y: ((clientY - box.top) / box.height) * padSide,
    };
  };
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || isBeside(event)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPenDown(true);
    onPen('pen-down', toPadPoint(event, event));
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    // A fast pen passes several points between two frames. Safari before 18.2 does not report them, and in an insecure
    // context no browser does.
    const native: Partial<Pick<globalThis.PointerEvent, 'getCoalescedEvents'>> = event.nativeEvent;
    const passed = native.getCoalescedEvents?.() ?? [];
    for (const point of passed.length > 0 ? passed : [event.nativeEvent]) {
      onPen('pen-move', toPadPoint(event, point));
    }
  };
  const up = (): void => {
    setPenDown(false);
  };

  return (
    <div
      className={styles.pad}
      data-pad
      data-example={exemplary}
      role="img"
      aria-label={t('label')}
      aria-describedby="pad-help"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <canvas ref={ref} aria-hidden="true" />
      {inviting && (
        <span className={styles.hint} aria-hidden="true">
          <span>{t('empty')}</span>
        </span>
      )}
    </div>
  );
}

/** Paints the ink as it was drawn. */
function paintInk(
  context: CanvasRenderingContext2D,
  strokes: Strokes,
  size: number,
  color: string,
): void {
  const scale = size / padSide;
  context.strokeStyle = color;
  context.lineWidth = size / 14;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  for (const [first, ...rest] of strokes) {
    if (first === undefined) continue;
    context.moveTo(first.x * scale, first.y * scale);
    // A dot is a line of no length.
    for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x * scale, y * scale);
  }
  context.stroke();
}
