/** What is asked of the models: a class, or a digit of the test set to place and rebuild. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../scene/button';
import { Choices } from '../../scene/choices';
import { CopyLink } from '../../scene/copy-link';
import { Examples } from '../../scene/examples';
import { ItemPicture } from '../../scene/item-picture';
import { useAnswers, useCompare, usePlane, useScene, useTold } from './context';
import styles from './compare.module.css';

export function Controls(): ReactElement {
  return (
    <div className={styles.controls} data-live>
      <Told />
      <HeldUp />
    </div>
  );
}

/** What the conditional model is told. */
function Told() {
  const t = useTranslations('compare');
  const { atlas, store } = useCompare();
  const told = useTold();
  return (
    <div className={styles.told}>
      <span aria-hidden="true">{t('tell')}</span>
      <Choices
        label={t('tell')}
        choices={atlas.classNames.map((_, label) => label)}
        chosen={told}
        nameOf={(label) => atlas.classNames[label]}
        onChoose={(label) => {
          store.send({ type: 'told', label });
        }}
      />
    </div>
  );
}

/** A test digit that every model places and draws again. */
function HeldUp() {
  const t = useTranslations('compare');
  const { atlas, store, wantItems } = useCompare();
  const codes = usePlane('vae', 'codes');
  const items = useAnswers((answers) => answers.items);
  const item = useScene((state) => state.item);
  return (
    <div className={styles.held}>
      <Examples
        atlas={atlas}
        codes={codes}
        items={items}
        label={t('hold')}
        dense
        chosen={item ?? -1}
        onNear={wantItems}
        onChoose={(index) => {
          store.send({ type: 'choose-item', index });
        }}
      />
      {item !== undefined && items !== undefined && (
        <div className={styles.original} data-original>
          <ItemPicture items={items} item={item} size={60} />
          <span>{t('original')}</span>
          <Button
            onClick={() => {
              store.send({ type: 'let-go' });
            }}
          >
            {t('letGo')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** How it is steered, what hatching means, and a link to all that is seen. */
export function Key(): ReactElement {
  const t = useTranslations('compare');
  const { link } = useCompare();
  return (
    <div className={styles.key} data-live data-key>
      <p className={styles.help} id="compare-help">
        {t('help')}
      </p>
      <span className={styles.hatch} aria-hidden="true" />
      <span>{t('hatch')}</span>
      <CopyLink fragment={link} />
    </div>
  );
}
