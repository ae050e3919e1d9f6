/** Every scene's header: the wordmark on the mirror's edge, language and theme. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { localeNames, locales } from '../i18n/locales';
import styles from './header.module.css';
import { toggleTheme } from './theme';

/** Where the entry page looks for the language that a person chose (src/entry/index.html). */
const languageKey = 'speil.language';

export function Header(): ReactElement {
  const t = useTranslations('page');
  return (
    <header className={styles.header}>
      <Wordmark label={t('home')} />
      <div className={styles.tools}>
        <Languages label={t('language')} />
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

/** speil: its last letter is the mirror, and the rest of the word stands in it. */
function Wordmark({ label }: { label: string }) {
  const locale = useLocale();
  return (
    <a className={styles.wordmark} href={`/${locale}/`} aria-label={label}>
      <span aria-hidden="true">spei</span>
      <i aria-hidden="true" />
    </a>
  );
}

function Languages({ label }: { label: string }) {
  const current = useLocale();
  return (
    <nav aria-label={label} className={styles.languages}>
      {locales.map((locale) => (
        <a
          key={locale}
          href={`/${locale}/`}
          hrefLang={locale}
          lang={locale}
          aria-label={localeNames[locale]}
          aria-current={locale === current ? 'true' : undefined}
          onClick={(event) => {
            // The state goes along.
            event.currentTarget.hash = location.hash;
            try {
              localStorage.setItem(languageKey, locale);
            } catch {
              // Without storage the browser's own language decides next time.
            }
          }}
        >
          {locale}
        </a>
      ))}
    </nav>
  );
}
