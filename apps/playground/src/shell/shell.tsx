/** What every scene stands in: language, header, footer, the worker that keeps the page for offline use. */
'use client';

import { useEffect } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import type { SceneMessages } from '../i18n/dictionary';
import type { Locale } from '../i18n/locales';
import { Header } from './header';
import { mainParts } from './scenes';
import type { Scene } from './scenes';
import styles from './shell.module.css';

interface Props {
  readonly locale: Locale;
  readonly scene: Scene;
  readonly messages: SceneMessages;
  readonly children: ReactNode;
}

export function Shell({ locale, scene, messages, children }: Props): ReactElement {
  useOffline();
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <SkipLink scene={scene} />
      <div className={styles.page}>
        <div className={styles.axis} aria-hidden="true" />
        <Header scene={scene} />
        {children}
        <Footer scene={scene} />
      </div>
    </IntlProvider>
  );
}

function SkipLink({ scene }: { scene: Scene }) {
  const t = useTranslations('page');
  const { id, text } = mainParts[scene];
  return (
    <a
      className="skip"
      href={`#${id}`}
      onClick={(event) => {
        // The fragment holds the scene's state, so the link must not change it.
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {t(text)}
    </a>
  );
}

function Footer({ scene }: { scene: Scene }) {
  const t = useTranslations('foot');
  return (
    <footer className={styles.footer}>
      <p className={styles.private}>{t('private')}</p>
      <p>
        {t('offline')} {t('name')} {t(scene === 'beats' || scene === 'melodies' ? scene : 'data')}
      </p>
    </footer>
  );
}

/** Milliseconds after loading in which the page has better things to do than to prepare for being offline. */
const offlineDelay = 2000;

/** Registers the service worker that keeps the site for use without a network. */
function useOffline(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator) || process.env.NODE_ENV !== 'production') return undefined;
    const timer = setTimeout(() => {
      // A browser that refuses (private windows may) simply has no offline page.
      navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
    }, offlineDelay);
    return () => {
      clearTimeout(timer);
    };
  }, []);
}
