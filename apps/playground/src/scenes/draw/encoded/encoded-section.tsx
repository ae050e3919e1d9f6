/** Where the digit lies on the manifold's plane: as it was, spoiled, and mended. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { pointText, writeFragment } from '../../../shared/link/fragment';
import { distance, roundPoint } from '../../../shared/geometry/geometry';
import { heldParts } from '../../../shared/pad/input-picture';
import { useLooks } from '../../../shared/hooks/use-class-description';
import { isFar, neighbourhood } from '../../../shared/atlas/nearest';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import { pagePath } from '../../../site/pages';
import { useAnswers, useDraw, useScene } from '../context';
import { Dots } from '../answer-halftone';
import styles from './encoded.module.css';
import { LandMap } from './encoded-map';
import { marks, pointOf } from './marks';
import type { Mark } from './marks';

export function LandSection(): ReactElement {
  const t = useTranslations('land');
  const { want } = useDraw();
  const landed = useAnswers(({ landings }) => landings !== undefined);
  const section = useWhenNear<HTMLElement>(() => {
    want('landings');
  });
  return (
    <section ref={section} className={styles.land} data-live aria-labelledby="land-heading">
      <LandMap />
      <div className={styles.words}>
        <h2 id="land-heading">{t('heading')}</h2>
        <p className={styles.lead}>{t('lead')}</p>
        {landed ? (
          <ul className={styles.places} data-landings>
            {marks.map((mark) => (
              <Place key={mark} mark={mark} />
            ))}
          </ul>
        ) : (
          <p className={styles.lead}>{t('waiting')}</p>
        )}
        <Explore />
      </div>
    </section>
  );
}

function Place({ mark }: { mark: Mark }) {
  const t = useTranslations('land');
  const { atlas } = useDraw();
  const written = useHundredths();
  const looks = useLooks(atlas.classNames);
  const landings = useAnswers((answers) => answers.landings);
  const codes = useAnswers((answers) => answers.codes);
  if (landings === undefined) return null;
  const at = pointOf(landings[mark]);
  const around = codes && neighbourhood(codes, at);
  const away = distance(at, pointOf(landings.drawn));
  return (
    <li>
      <Dots pick={({ mended }) => (mark === 'drawn' ? mended?.picture : mended?.[mark])} />
      <span className={styles.mark} data-mark={mark} aria-hidden="true" />
      <span>
        <b>{t(mark)}</b>
        <span>{around && looks({ ...around, far: isFar(around, atlas.extent) })}</span>
        {mark !== 'drawn' && <small>{t('away', { distance: written(away) })}</small>}
      </span>
    </li>
  );
}

/** The same picture in the other scene, and the cursor where it lies. */
function Explore() {
  const t = useTranslations('land');
  const locale = useLocale();
  const subject = useScene((state) => state.subject);
  const drawn = useAnswers(({ landings }) => landings?.drawn);
  if (drawn === undefined) return null;
  const at = pointText(roundPoint(pointOf(drawn)));
  return (
    <a
      className={styles.explore}
      href={`${pagePath(locale, 'manifold')}${writeFragment([['at', at], ...heldParts(subject)])}`}
    >
      {t('explore')}
    </a>
  );
}
