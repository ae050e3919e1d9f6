/** A row with one test digit of each class, for choosing an input without drawing. */
'use client';

import type { ReactElement } from 'react';
import type { AtlasLatents } from '@speil/api';
import { useTranslations } from 'use-intl';
import styles from './examples.module.css';
import { ItemPicture } from './item-picture';
import type { ItemSheet } from '../atlas/items';
import { useWhenNear } from '../hooks/use-when-near';

interface ExamplesProps {
  readonly atlas: { readonly classNames: readonly string[] };
  readonly latents: AtlasLatents | undefined;
  readonly items: ItemSheet | undefined;
  /** The label of the row. Default: a label that presents the row as an alternative to the pad. */
  readonly label?: string;
  /** Whether the row is always in one line. */
  readonly dense?: boolean;
  /** The chosen item, or -1. */
  readonly chosen: number;
  readonly onChoose: (item: number) => void;
  /** Called when the row comes near the viewport and needs its pictures. */
  readonly onNear: () => void;
}

export function Examples(props: ExamplesProps): ReactElement {
  const { atlas, latents, items, chosen, onChoose, onNear } = props;
  const t = useTranslations('pad');
  const { label: purpose = t('examples'), dense = false } = props;
  const row = useWhenNear<HTMLDivElement>(onNear);

  const itemOf = (label: number, after: number): number => {
    if (latents === undefined) return 0;
    const next = latents.labels.indexOf(label, after + 1);
    return next === -1 ? latents.labels.indexOf(label) : next;
  };

  return (
    <div ref={row} className={styles.examples} role="group" aria-label={purpose}>
      <span aria-hidden="true">{purpose}</span>
      <div className={styles.row} data-dense={dense}>
        {atlas.classNames.map((name, label) => {
          const isChosen = latents !== undefined && chosen >= 0 && latents.labels[chosen] === label;
          return (
            <button
              key={name}
              type="button"
              disabled={latents === undefined}
              aria-label={t('example', { digit: name })}
              aria-pressed={isChosen}
              onClick={() => {
                onChoose(itemOf(label, isChosen ? chosen : -1));
              }}
            >
              <ItemPicture items={items} item={isChosen ? chosen : itemOf(label, -1)} size={36} />
            </button>
          );
        })}
      </div>
    </div>
  );
}
