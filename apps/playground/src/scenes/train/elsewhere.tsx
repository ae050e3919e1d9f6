/** Shows the model as it is now in the other scenes: its plane, beside the site's models, and as what restores pictures. */
'use client';

import { useState } from 'react';
import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '../../shared/components/button';
import { useNotice } from '../../shared/components/notice';
import { pagePath } from '../../site/pages';
import { useAnswers, useScene, useTrain } from './controller/context';
import styles from './train.module.css';

const scenes = ['explore', 'compare', 'draw'] as const;
type Scene = (typeof scenes)[number];

export function Elsewhere(): ReactElement {
  const t = useTranslations('trainElsewhere');
  const locale = useLocale();
  const notify = useNotice();
  const { keepForScenes, pause } = useTrain();
  const hasBegun = useAnswers(({ training }) => training.step > 0);
  // Draw would have to tell a conditional model the class of the picture.
  const isConditional = useScene(({ family }) => family === 'cvae');
  const [opening, setOpening] = useState<Scene>();
  const open = async (scene: Scene): Promise<void> => {
    setOpening(scene);
    pause();
    await keepForScenes();
    location.assign(`${pagePath(locale, scene)}#model=own`);
    // The browser may show this page again as it was left.
    setOpening(undefined);
  };
  return (
    <div className={styles.elsewhere} role="group" aria-label={t('label')} data-elsewhere>
      <span aria-hidden="true">{t('label')}</span>
      {scenes.map((scene) => (
        <Button
          key={scene}
          disabled={!hasBegun || opening !== undefined || (scene === 'draw' && isConditional)}
          onClick={() => {
            open(scene).catch(() => {
              setOpening(undefined);
              notify(t('failed'));
            });
          }}
        >
          {t(scene)}
        </Button>
      ))}
    </div>
  );
}
