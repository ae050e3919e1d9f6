/** The paper to draw on. Once the pen is up, it shows what the encoder sees: the ink as 28 by 28 dots. */
'use client';

import { useState } from 'react';
import type { PointerEvent, ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../../scene/canvas';
import { watch } from '../../../scene/store';
import { useAnswers, useManifold, useScene } from '../context';
import { isExemplary } from '../controller';
import type { Point } from '../geometry';
import { paintHalftone } from '../paint/halftone';
import styles from './draw.module.css';
import { padSide } from './strokes';
import type { Strokes } from './strokes';

export function Pad(): ReactElement {
  const t = useTranslations('draw');
  const { store, answers } = useManifold();
  const [penDown, setPenDown] = useState(false);
  const empty = useScene((state) => state.drawing.kind === 'none');
  const exemplary = useAnswers(isExemplary);
  const { ref } = useCanvas(
    ({ context, width, color }) => {
      const { drawing } = store.get();
      const { landing, example } = answers.get();
      const input = (drawing.kind === 'none' ? example : landing)?.input;
      const writing = penDown && drawing.kind === 'ink';
      paintHalftone(context, writing ? undefined : input, width, color('--ink'));
      if (drawing.kind === 'ink' && (writing || input === undefined)) {
        paintInk(context, drawing.strokes, width, color('--ink'));
      }
    },
    (repaint) => [
      watch(store, ({ drawing }) => drawing, repaint),
      watch(answers, ({ landing }) => landing, repaint),
      watch(answers, ({ example }) => example, repaint),
    ],
  );

  const pointOf = (
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
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPenDown(true);
    store.send({ type: 'pen-down', at: pointOf(event, event) });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    // Between two frames a quick pen passes several points.
    const passed = event.nativeEvent.getCoalescedEvents();
    for (const point of passed.length > 0 ? passed : [event.nativeEvent]) {
      store.send({ type: 'pen-move', at: pointOf(event, point) });
    }
  };

  return (
    <div
      className={styles.pad}
      data-pad
      data-example={exemplary && empty}
      role="img"
      aria-label={t('pad')}
      aria-describedby="pad-help"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        setPenDown(false);
      }}
      onPointerCancel={() => {
        setPenDown(false);
      }}
    >
      <canvas ref={ref} aria-hidden="true" />
      {empty && (
        <span className={styles.hint} aria-hidden="true">
          {t('padEmpty')}
        </span>
      )}
    </div>
  );
}

/** The ink as it was drawn. */
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
