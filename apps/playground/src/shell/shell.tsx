/** The shell of every page: language, header, footer, and the service worker for offline use. */
'use client';

import { useEffect } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { IntlProvider, useLocale, useTranslations } from 'use-intl';
import { inSource, sourceUrl } from '../site/urls';
import type { SceneMessages } from '../i18n/en/dictionary';
import type { Locale } from '../i18n/locales';
import { Header } from './header';
import { mainParts, pagePath } from '../site/pages';
import type { SitePage } from '../site/pages';
import styles from './shell.module.css';
import { followTheme } from '../shared/browser/theme';

interface Props {
  readonly locale: Locale;
  readonly page: SitePage;
  readonly messages: SceneMessages;
  readonly children: ReactNode;
}

export function Shell({ locale, page, messages, children }: Props): ReactElement {
  useOffline();
  useEffect(followTheme, []);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <SkipLink page={page} />
      <div className={styles.page}>
        <div className={styles.axis} aria-hidden="true" />
        <Header page={page} />
        {children}
        <Footer page={page} />
      </div>
    </IntlProvider>
  );
}

function SkipLink({ page }: { page: SitePage }) {
  const t = useTranslations('page');
  const { id, text } = mainParts[page];
  return (
    <a
      className="skip"
      href={`#${id}`}
      onClick={(event) => {
        // The fragment holds the state of the scene, so the skip link must not change it.
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {t(text)}
    </a>
  );
}

function Footer({ page }: { page: SitePage }) {
  const t = useTranslations('foot');
  const locale = useLocale();
  const isMusic = page === 'beats' || page === 'melodies';
  return (
    <footer className={styles.footer}>
      <p className={styles.private}>{t(isMusic ? 'privateMusic' : 'private')}</p>
      <p>
        {t('offline')} {t('name')} {t(isMusic ? page : 'data')}
      </p>
      <nav className={styles.links} aria-label={t('links')}>
        {page !== 'about' && <a href={pagePath(locale, 'about')}>{t('about')}</a>}
        <a href={sourceUrl} rel="noreferrer">
          {t('source')}
        </a>
        <a href={inSource('docs/guides/terminal.md')} rel="noreferrer">
          {t('guides')}
        </a>
      </nav>
    </footer>
  );
}

/** Milliseconds after loading before the service worker is registered. */
const offlineDelay = 2000;

/** What some browsers report about the connection. */
interface Connection {
  readonly saveData?: boolean;
  readonly effectiveType?: string;
}

/**
 * Registers the service worker that stores the site for offline use: the whole site or, if a person saves data, only
 * what they open.
 */
function useOffline(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator) || process.env.NODE_ENV !== 'production') return undefined;
    const { connection } = navigator as { connection?: Connection };
    const sparing =
      connection?.saveData === true || /^(?:slow-2g|2g)$/u.test(connection?.effectiveType ?? '');
    const timer = setTimeout(() => {
      // A browser may refuse, for instance in a private window. The site then does not work offline.
      navigator.serviceWorker
        .register(`/service-worker.js${sparing ? '?sparing' : ''}`)
        .catch(() => undefined);
    }, offlineDelay);
    return () => {
      clearTimeout(timer);
    };
  }, []);
}
