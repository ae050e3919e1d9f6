/** Shows where the undamaged, the damaged and the restored digit are encoded on the plane of the Explore scene. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { pointText, writeFragment } from '../../../shared/link/fragment';
import { distance, roundPoint } from '../../../shared/geometry/geometry';
import { writeInput } from '../../../shared/pad/input-picture';
import { useClassDescription } from '../../../shared/hooks/use-class-description';
import { isFar, neighbourhood } from '../../../shared/atlas/nearest';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import { pagePath } from '../../../site/pages';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { AnswerHalftone } from '../components/answer-halftone';
import styles from './encoded.module.css';
import { EncodedMap } from './encoded-map';
import { marks, toPoint } from './marks';
import type { Mark } from './marks';

export function EncodedSection(): ReactElement {
  const t = useTranslations('encoded');
  const { want } = useDraw();
  const isEncoded = useAnswers(({ encoded }) => encoded !== undefined);
  const section = useWhenNear<HTMLElement>(() => {
    want('encoded');
  });
  return (
    <section ref={section} className={styles.encoded} data-live aria-labelledby="encoded-heading">
      <EncodedMap />
      <div className={styles.words}>
        <h2 id="encoded-heading">{t('heading')}</h2>
        <p className={styles.lead}>{t('lead')}</p>
        {isEncoded ? (
          <ul className={styles.places} data-encoded>
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
  const t = useTranslations('encoded');
  const { atlas } = useDraw();
  const written = useHundredths();
  const describe = useClassDescription(atlas.classNames);
  const encoded = useAnswers((answers) => answers.encoded);
  const latents = useAnswers((answers) => answers.latents);
  if (encoded === undefined) return null;
  const at = toPoint(encoded[mark]);
  const around = latents && neighbourhood(latents, at);
  const away = distance(at, toPoint(encoded.drawn));
  return (
    <li>
      <AnswerHalftone
        pick={({ restored }) => (mark === 'drawn' ? restored?.picture : restored?.[mark])}
      />
      <span className={styles.mark} data-mark={mark} aria-hidden="true" />
      <span>
        <b>{t(mark)}</b>
        <span>{around && describe({ ...around, far: isFar(around, atlas.extent) })}</span>
        {mark !== 'drawn' && <small>{t('away', { distance: written(away) })}</small>}
      </span>
    </li>
  );
}

/** A link to the same picture in the Explore scene, with the cursor at its point. */
function Explore() {
  const t = useTranslations('encoded');
  const locale = useLocale();
  const subject = useScene((state) => state.subject);
  const drawn = useAnswers(({ encoded }) => encoded?.drawn);
  if (drawn === undefined) return null;
  const at = pointText(roundPoint(toPoint(drawn)));
  return (
    <a
      className={styles.explore}
      href={`${pagePath(locale, 'explore')}${writeFragment([['at', at], ...writeInput(subject)])}`}
    >
      {t('explore')}
    </a>
  );
}
