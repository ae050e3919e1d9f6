/** The family of seven autoencoders, with the losses that an article on Keras prints for them. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import styles from '../style/lesson.module.css';

/**
 * Binary cross-entropy per pixel on MNIST, as the article prints it (about .11 after 50 epochs for the first). It prints
 * none that can be compared for the others.
 */
const published = {
  simple: 0.11,
  sparse: undefined,
  deep: 0.097,
  conv: 0.094,
  denoise: undefined,
  sequence: undefined,
  vae: undefined,
} as const;
type Kind = keyof typeof published;

export function FamilyTable(): ReactElement {
  const t = useTranslations('lessonFamily');
  const format = useFormatter();
  return (
    <table className={styles.family}>
      <caption>{t('caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('kind')}</th>
          <th scope="col">{t('what')}</th>
          <th scope="col">{t('loss')}</th>
        </tr>
      </thead>
      <tbody>
        {(Object.keys(published) as Kind[]).map((kind) => (
          <tr key={kind}>
            <th scope="row">{t(kind)}</th>
            <td>{t(`${kind}Text`)}</td>
            <td>
              {published[kind] === undefined
                ? t('none')
                : format.number(published[kind], { maximumFractionDigits: 3 })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
