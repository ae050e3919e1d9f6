/** The own pictures as small buttons that remove them, some at a time, the newest first. */
'use client';

import { useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { paintSheet } from '../../../shared/paint/sheet';
import { useScene, useTrain } from '../controller/context';
import { joined } from '../controller/state';
import type { OwnPictures } from '../controller/state';
import styles from './own.module.css';
import { pageOf } from './page-of';

export function Collection(): ReactElement | null {
  const t = useTranslations('trainOwn');
  const format = useFormatter();
  const { store, collector } = useTrain();
  const own = useScene((state) => state.own);
  const [wanted, setWanted] = useState(0);
  const pictures = useRef<HTMLDivElement>(null);
  const { page, pages, places } = pageOf(own.length, wanted);
  if (own.length === 0) return null;
  const number = (place: number): string => format.number(place + 1);
  return (
    <>
      <div className={styles.sheet}>
        <Sheet own={own} places={places} />
        <div
          ref={pictures}
          className={styles.pictures}
          role="group"
          aria-label={t('collection')}
          data-pictures={own.length}
        >
          {places.map((place, i) => (
            // A picture takes the button of the one before it, so that the focus stays where it was.
            <button
              key={i}
              type="button"
              aria-label={t('remove', { number: number(place) })}
              title={t('remove', { number: number(place) })}
              onClick={() => {
                if (i === places.length - 1) focusBefore(pictures.current, i);
                collector.clear();
                store.send({ type: 'remove', at: place });
              }}
            />
          ))}
        </div>
      </div>
      <p className={styles.help}>{t('removeHelp')}</p>
      <div className={styles.buttons}>
        {pages > 1 && (
          <>
            <Button
              disabled={page === 0}
              onClick={() => {
                setWanted(page - 1);
              }}
            >
              {t('newer')}
            </Button>
            <Button
              disabled={page === pages - 1}
              onClick={() => {
                setWanted(page + 1);
              }}
            >
              {t('older')}
            </Button>
            <span className={styles.range}>
              {t('range', {
                from: number(places.at(-1)!),
                to: number(places[0]!),
                count: format.number(own.length),
              })}
            </span>
          </>
        )}
        <Button
          onClick={() => {
            document.getElementById('own-heading')?.closest('section')?.focus();
            collector.clear();
            store.send({ type: 'remove-all' });
          }}
        >
          {t('removeAll')}
        </Button>
      </div>
    </>
  );
}

/** Moves the focus to the button before the last one, which is about to go; without one, to the panel. */
function focusBefore(pictures: HTMLElement | null, last: number): void {
  const before = pictures?.children.item(last - 1) ?? pictures?.closest('section');
  if (before instanceof HTMLElement) before.focus();
}

/** All pictures on one canvas under their buttons, since many canvases would take long to make. */
function Sheet({ own, places }: { own: OwnPictures; places: readonly number[] }) {
  const { ref } = useCanvas(
    (surface) => {
      const side = ref.current?.parentElement?.querySelector('button')?.offsetWidth;
      if (side === undefined) return;
      // As many as the grid of the buttons has.
      const columns = Math.max(1, Math.floor(surface.width / side));
      const height = Math.ceil(places.length / columns) * side;
      const pictures = joined(places.map((place) => own[place]!));
      paintSheet({ ...surface, width: columns * side, height }, pictures, columns);
    },
    [own, places[0]],
  );
  return <canvas ref={ref} aria-hidden="true" />;
}
