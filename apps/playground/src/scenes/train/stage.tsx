/** The two pictures of the model: the digits that it decodes all over its plane, and where it encodes held-out digits. */
'use client';

import type { ReactElement } from 'react';
import type { AtlasLatents } from '@speil/api';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../shared/hooks/use-canvas';
import type { Surface } from '../../shared/hooks/use-canvas';
import { useDerived } from '../../shared/hooks/use-derived';
import { asAlpha, offscreen, tint } from '../../shared/paint/tint';
import { paintScatter } from '../../shared/paint/scatter';
import { pictureSide } from '../../worker/protocol/images';
import { planeExtent } from '../../worker/protocol/train';
import type { Family, Moment } from '../../worker/protocol/train';
import { useAnswers, useScene, useTrain } from './controller/context';
import styles from './train.module.css';

export function useMoment(): Moment | undefined {
  const { store, answers, moment } = useTrain();
  return useDerived(store, answers, moment);
}

export function Manifold(): ReactElement {
  const t = useTranslations('train');
  const moment = useMoment();
  const family = useScene((state) => state.family);
  const latents = useScene((state) => state.latents);
  const { ref } = useCanvas(
    (surface) => {
      if (moment !== undefined) paintSheet(surface, moment.decoded, moment.columns);
    },
    [moment],
  );
  return (
    <figure className={styles.plate} data-manifold={moment?.step ?? -1}>
      <canvas ref={ref} aria-hidden="true" />
      <figcaption>{t(captionOf(family, latents))}</figcaption>
    </figure>
  );
}

function captionOf(family: Family, latents: number): 'classes' | 'manifold' | 'samples' {
  if (family === 'cvae') return 'classes';
  return latents === 2 ? 'manifold' : 'samples';
}

export function Map(): ReactElement {
  const t = useTranslations('train');
  const moment = useMoment();
  const latents = useScene((state) => state.latents);
  const start = useAnswers((state) => state.start);
  const { ref } = useCanvas(
    (surface) => {
      if (moment === undefined || start === undefined) return;
      const [x, y] = shownAxes(moment.means, latents);
      const points = pointsOf(moment.means, start.labels, latents, [x, y]);
      const window =
        latents === 2 ? moment.window : { centre: [0, 0] as const, extent: planeExtent };
      paintScatter(surface, points, { ...window, centre: [...window.centre] }, []);
    },
    [moment, start],
    (repaint) => {
      document.fonts.ready.then(repaint, repaint);
      return [];
    },
  );
  return (
    <figure className={styles.plate}>
      <canvas ref={ref} aria-hidden="true" />
      <figcaption>{t(latents === 2 ? 'map' : 'mapOfTwo')}</figcaption>
    </figure>
  );
}

/** Paints pictures row by row, `columns` of them in a row, in the colour of the ink. */
export function paintSheet(
  { context, width, height, color }: Pick<Surface, 'context' | 'width' | 'height' | 'color'>,
  pictures: Uint8Array,
  columns: number,
): void {
  const size = pictureSide ** 2;
  const rows = pictures.length / size / columns;
  const sheet = offscreen(columns * pictureSide, rows * pictureSide);
  for (let i = 0; i < columns * rows; i++) {
    const picture = asAlpha(pictures.subarray(i * size, (i + 1) * size), pictureSide);
    sheet.putImageData(picture, (i % columns) * pictureSide, Math.floor(i / columns) * pictureSide);
  }
  tint(sheet, color('--ink'));
  context.imageSmoothingQuality = 'high';
  context.drawImage(sheet.canvas, 0, 0, width, height);
}

/** The two dimensions whose means differ most: those that a model with more than two uses most. */
export function shownAxes(means: Float32Array, latents: number): readonly [number, number] {
  if (latents === 2) return [0, 1];
  const count = means.length / latents;
  const variance = Array.from({ length: latents }, (_, d) => {
    let [sum, squares] = [0, 0];
    for (let i = d; i < means.length; i += latents) {
      sum += means[i]!;
      squares += means[i]! ** 2;
    }
    return squares / count - (sum / count) ** 2;
  });
  const order = variance.map((_, d) => d).sort((a, b) => variance[b]! - variance[a]!);
  return [order[0]!, order[1]!];
}

function pointsOf(
  means: Float32Array,
  labels: Uint8Array,
  latents: number,
  axes: readonly [number, number],
): AtlasLatents {
  const [x, y] = axes.map((axis) =>
    Float32Array.from(labels, (_, i) => means[i * latents + axis]!),
  ) as [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
  return { x, y, labels: labels };
}
