/** A scene of music: four corners, a decoded grid between them, and a puck that selects the playing cell. */
'use client';

import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Failure } from '../../shared/components/failure';
import { Essay, Frame } from '../../shared/components/frame';
import { Notices, useNotice } from '../../shared/components/notice';
import { usePageDrop } from '../../shared/hooks/use-file-drop';
import { MusicContext, useAnswers, useMusic } from './controller/context';
import { Controls } from './controls/controls';
import { createMusic } from './controller/controller';
import type { Example } from './controller/contract';
import type { Kind } from './pattern/kind';
import { CornerCard } from './corners/corner';
import { MusicPad } from './pad/pad';
import { Roll } from './roll/roll';
import styles from './scene.module.css';
import { Steps } from '../../shared/components/steps';
import { Aside, SimilarButtons, Transport } from './controls/transport';
import { useShortcuts } from './controls/shortcuts';

interface MusicSceneProps {
  readonly kind: Kind;
  /** The examples of the page, at least four. */
  readonly examples: readonly Example[];
}

export function MusicScene({ kind, examples }: MusicSceneProps): ReactElement {
  const [music] = useState(() => createMusic(kind, examples));
  useEffect(() => music.start(), [music]);
  useShortcuts(music);
  const t = useTranslations(kind.name);
  const common = useTranslations('music');
  return (
    <MusicContext value={music}>
      <Notices>
        <Frame heading={t('heading')} lead={t('lead')} withoutScripts={common('script')}>
          <Beside />
          <Silence />
          <Problem />
          <div className={styles.stage}>
            {[0, 1, 2, 3].map((at) => (
              <CornerCard key={at} at={at} />
            ))}
            <div className={styles.pad}>
              <MusicPad />
            </div>
            <div className={styles.below}>
              <Transport />
              <div className={styles.hand} data-live>
                <SimilarButtons />
                <Steps store={music.store} onStartOver={music.startOver} />
              </div>
              <Aside />
            </div>
          </div>
          <Roll />
          <Controls />
          <MusicEssay kind={kind} />
        </Frame>
      </Notices>
    </MusicContext>
  );
}

/** If a file is dropped beside the corners, says where to drop it. */
function Beside() {
  const t = useTranslations('music');
  const notify = useNotice();
  usePageDrop(() => {
    notify(t('dropOnCorner'));
  });
  return null;
}

/** Says why the sound is not audible. */
function Silence() {
  const t = useTranslations('music');
  const notify = useNotice();
  const silence = useAnswers((answers) => answers.silence);
  useEffect(() => {
    if (silence !== undefined)
      notify(t(silence.why === 'missing' ? 'silentMissing' : 'silentBlocked'));
  }, [silence, notify, t]);
  return null;
}

function Problem() {
  const t = useTranslations('music');
  const { retry } = useMusic();
  const status = useAnswers((answers) => answers.status);
  const failure = useAnswers((answers) => answers.failure);
  if (status !== 'failed') return null;
  return (
    <div className={styles.problem}>
      <Failure text={(advice) => t('failed', { advice })} failure={failure} onRetry={retry} />
    </div>
  );
}

const essayParts = ['between', 'bar', 'far', 'own'] as const;

function MusicEssay({ kind }: { kind: Kind }) {
  const t = useTranslations(`${kind.name}Essay`);
  const parts = essayParts.map((part) => [t(`${part}Title`), t(part)] as const);
  return <Essay heading={t('heading')} parts={parts} />;
}
