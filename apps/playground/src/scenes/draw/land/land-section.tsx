/** Where the digit lies on the manifold's plane: as it was, spoiled, and mended. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useHundredths } from '../../../i18n/figures';
import { distance } from '../../../scene/geometry';
import { useLooks } from '../../../scene/looks';
import { isFar, neighbourhood } from '../../../scene/nearest';
import { useWhenNear } from '../../../scene/use-when-near';
import { scenePath } from '../../../shell/scenes';
import { useAnswers, useDraw, useScene } from '../context';
import { encodeLink } from '../link';
import { Dots } from '../dots';
import styles from './land.module.css';
import { LandMap } from './land-map';
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

/** The same digit on the other scene's pad; a picture from a file cannot go there, its place can. */
function Explore() {
  const t = useTranslations('land');
  const locale = useLocale();
  const { store } = useDraw();
  const subject = useScene((state) => state.subject);
  const drawn = useAnswers(({ landings }) => landings?.drawn);
  if (drawn === undefined) return null;
  const { x, y } = pointOf(drawn);
  const at = `at=${x.toFixed(3)},${y.toFixed(3)}`;
  const { world } = store.get();
  const held = {
    item: subject.kind === 'item' ? `item=${subject.index}` : '',
    ink: encodeInk(),
    pixels: '',
  }[subject.kind];
  return (
    <a
      className={styles.explore}
      href={`${scenePath(locale, 'manifold')}#${[at, held].filter(Boolean).join('&')}`}
    >
      {t('explore')}
    </a>
  );

  function encodeInk(): string {
    if (subject.kind !== 'ink') return '';
    const parts = new URLSearchParams(encodeLink({ ...store.get(), subject }, world).slice(1));
    return `ink=${parts.get('ink') ?? ''}`;
  }
}
