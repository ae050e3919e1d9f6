/** The buttons that choose the network, save the picture, copy a link and undo. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../shared/components/button';
import { CopyLink } from '../../../shared/components/copy-link';
import { useNotice } from '../../../shared/components/notice';
import { Steps } from '../../../shared/components/steps';
import { saveDigits } from '../../../shared/paint/save-png';
import { networks } from '../../../worker/protocol/images';
import { useAnswers, useDraw, useScene } from '../controller/context';
import styles from './stage.module.css';

export function Actions(): ReactElement {
  const t = useTranslations('mend');
  const { link, send, store, startOver } = useDraw();
  const network = useScene((state) => state.network);
  const hasOwn = useAnswers(({ own }) => own === 'open');
  const others = networks.filter((other) => {
    if (other === 'own') return hasOwn && network !== 'own';
    return other !== network;
  });
  return (
    <div className={styles.actions} data-live>
      {others.map((other) => (
        <Button
          key={other}
          onClick={() => {
            send({ type: 'network', network: other });
          }}
        >
          {t(`to.${other}`)}
        </Button>
      ))}
      <CopyLink fragment={link} />
      <SaveMended />
      <Steps store={store} onStartOver={startOver} />
    </div>
  );
}

function SaveMended() {
  const t = useTranslations('mend');
  const places = useTranslations('encoded');
  const errors = useTranslations('errors');
  const notify = useNotice();
  const restored = useAnswers((answers) => answers.restored);
  return (
    <Button
      disabled={restored === undefined}
      onClick={() => {
        if (restored === undefined) return;
        saveDigits('speil-mended.png', [
          { picture: restored.damaged, caption: places('damaged') },
          { picture: restored.restored, caption: places('restored') },
        ]).catch(() => {
          notify(errors('picture'));
        });
      }}
    >
      {t('save')}
    </Button>
  );
}
