/** The two pictures of the model: the digits that it decodes all over its plane, and where it encodes held-out digits. */
'use client';

import type { ReactElement } from 'react';
import type { AtlasWindow } from '@speil/api';
import { useTranslations } from 'use-intl';
import { useCanvas } from '../../shared/hooks/use-canvas';
import { useClothing } from '../../shared/hooks/use-clothing';
import { useDerived } from '../../shared/hooks/use-derived';
import { paintPoints, paintScatter } from '../../shared/paint/scatter';
import { paintSheet } from '../../shared/paint/sheet';
import { heldOutOf, planeExtent, shownLatents } from '../../worker/protocol/train';
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
  const data = useScene((state) => state.data);
  const shown = useScene(({ data, own }) =>
    data === 'own' ? heldOutOf(own.length) : shownLatents,
  );
  const { ref } = useCanvas(
    (surface) => {
      if (moment === undefined || start === undefined) return;
      const [x, y] = shownAxes(moment.means, latents).map((axis) =>
        columnOf(moment.means, latents, axis),
      ) as [Column, Column];
      const window: AtlasWindow =
        latents === 2 ? moment.window : { centre: [0, 0], extent: planeExtent };
      const { labels } = start;
      if (labels === undefined) paintPoints(surface, { x, y }, window);
      else paintScatter(surface, { x, y, labels }, window, []);
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
      <figcaption>
        {latents === 2 ? t('map', { count: String(shown) }) : t('mapOfTwo')}
        {data === 'fashion-mnist-10k' && <ClothingLegend />}
      </figcaption>
    </figure>
  );
}

/** What the numerals of the map stand for. */
function ClothingLegend() {
  const names = useClothing();
  return (
    <span className={styles.classes}>
      {names.map((name, label) => (
        <span key={name}>
          <b data-class={label}>{label}</b> {name}
        </span>
      ))}
    </span>
  );
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

type Column = Float32Array<ArrayBuffer>;

/** @returns one of the dimensions of all means. */
function columnOf(means: Float32Array, latents: number, axis: number): Column {
  return Float32Array.from(
    { length: means.length / latents },
    (_, i) => means[i * latents + axis]!,
  );
}
