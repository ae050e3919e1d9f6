/** A pad for one more own picture. */
'use client';

import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { inputPixels, noInput, withInk } from '../../../shared/pad/input-picture';
import type { MaybeInput, PenEvent } from '../../../shared/pad/input-picture';
import { Pad } from '../../../shared/pad/pad';
import { createStore, useStoreValue } from '../../../shared/state/store';
import type { Store } from '../../../shared/state/store';
import { mostOwn } from '../../../worker/protocol/train';
import { useScene, useTrain } from '../controller/context';
import styles from './own.module.css';

type DrawingEvent = PenEvent | { readonly type: 'clear' };

const createDrawing = (): Store<MaybeInput, DrawingEvent> =>
  createStore<MaybeInput, DrawingEvent>(
    (drawing, event) => (event.type === 'clear' ? noInput : withInk(drawing, event)),
    noInput,
  );

export function Drawing(): ReactElement {
  const t = useTranslations('trainOwn');
  const pad = useTranslations('pad');
  const { store, collector } = useTrain();
  const [drawing] = useState(createDrawing);
  const isEmpty = useStoreValue(drawing, ({ kind }) => kind === 'none');
  const isFull = useScene(({ own }) => own.length >= mostOwn);
  const clear = (): void => {
    drawing.send({ type: 'clear' });
  };
  return (
    <div className={styles.drawing}>
      <p id="pad-help" className="spoken">
        {t('help')}
      </p>
      <div className={styles.pad}>
        <Pad
          ink={() => {
            const input = drawing.get();
            return input.kind === 'ink' ? input.strokes : undefined;
          }}
          subscribe={(repaint) => [drawing.subscribe(repaint)]}
          onPen={(type, at) => {
            drawing.send({ type, at });
          }}
          inviting={isEmpty}
        />
      </div>
      <div className={styles.buttons}>
        <Button
          disabled={isEmpty || isFull}
          onClick={() => {
            const picture = inputPixels(drawing.get(), undefined);
            if (picture !== undefined) store.send({ type: 'add', pictures: [picture] });
            // The report is about files, and has been read.
            collector.clear();
            clear();
          }}
        >
          {t('add')}
        </Button>
        <Button disabled={isEmpty} onClick={clear}>
          {pad('clear')}
        </Button>
      </div>
    </div>
  );
}
