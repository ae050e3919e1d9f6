/** The header of every page: the scenes, the wordmark in the middle of the page, language and theme. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { localeNames, locales } from '../i18n/locales';
import { leave } from '../shared/browser/leaving';
import { keepInTab, keptInTab } from '../shared/browser/tab-storage';
import { carriedAlong, hasPictures, pagePath, scenes } from '../site/pages';
import type { SitePage } from '../site/pages';
import styles from './header.module.css';
import { toggleTheme } from '../shared/browser/theme';

/** Storage key of the chosen language, which the entry page reads (src/entry/index.html). */
const languageKey = 'speil.language';

export function Header({ page }: { page: SitePage }): ReactElement {
  const t = useTranslations('page');
  return (
    <header className={styles.header}>
      <Scenes current={page} />
      <Wordmark label={t('home')} current={page} />
      <div className={styles.tools}>
        <Languages label={t('language')} page={page} />
        <button
          type="button"
          className={styles.theme}
          data-live
          aria-label={t('theme')}
          onClick={toggleTheme}
        >
          <span aria-hidden="true" />
        </button>
      </div>
    </header>
  );
}

/** Key under which a tab keeps the input picture while it shows a scene of music. */
const heldKey = 'held';

/**
 * Carries the input picture to another scene of pictures, even with a scene of music in between. @returns the fragment
 * for the link.
 */
function carry(from: SitePage, to: SitePage): string {
  leave('scene');
  const held = hasPictures(from) ? carriedAlong(location.hash) : (keptInTab(heldKey) ?? '');
  keepInTab(heldKey, held);
  return hasPictures(to) ? carriedAlong(held) : '';
}

function Scenes({ current }: { current: SitePage }) {
  const t = useTranslations('page');
  const locale = useLocale();
  return (
    <nav aria-label={t('scenes')} className={styles.scenes}>
      {scenes.map((scene) => (
        <a
          key={scene}
          href={pagePath(locale, scene)}
          aria-current={scene === current ? 'page' : undefined}
          onClick={(event) => {
            if (scene !== current) event.currentTarget.hash = carry(current, scene);
          }}
        >
          {t(scene)}
        </a>
      ))}
    </nav>
  );
}

/** The wordmark. Its l is a mirror that reflects the other letters. */
function Wordmark({ label, current }: { label: string; current: SitePage }) {
  const locale = useLocale();
  return (
    <a
      className={styles.wordmark}
      href={pagePath(locale, 'explore')}
      aria-label={label}
      onClick={(event) => {
        if (current !== 'explore') event.currentTarget.hash = carry(current, 'explore');
      }}
    >
      <span aria-hidden="true">spei</span>
      <i aria-hidden="true" />
    </a>
  );
}

function Languages({ label, page }: { label: string; page: SitePage }) {
  const current = useLocale();
  return (
    <nav aria-label={label} className={styles.languages}>
      {locales.map((locale) => (
        <a
          key={locale}
          href={pagePath(locale, page)}
          hrefLang={locale}
          lang={locale}
          aria-label={localeNames[locale]}
          aria-current={locale === current ? 'true' : undefined}
          onClick={(event) => {
            // The new page keeps the state and the undo history.
            leave('language');
            event.currentTarget.hash = location.hash;
            try {
              localStorage.setItem(languageKey, locale);
            } catch {
              // Without storage the browser's language decides the next time.
            }
          }}
        >
          {locale}
        </a>
      ))}
    </nav>
  );
}
