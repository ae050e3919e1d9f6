/** Every scene's header: the scenes, the wordmark on the mirror's edge, language and theme. */
'use client';

import type { ReactElement } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { localeNames, locales } from '../i18n/locales';
import { leave } from '../scene/leaving';
import { keepInTab, keptInTab } from '../scene/tab-storage';
import { carriedAlong, hasPictures, scenePath, scenes } from './scenes';
import type { Scene } from './scenes';
import styles from './header.module.css';
import { toggleTheme } from './theme';

/** Where the entry page looks for the language that a person chose (src/entry/index.html). */
const languageKey = 'speil.language';

export function Header({ scene }: { scene: Scene }): ReactElement {
  const t = useTranslations('page');
  return (
    <header className={styles.header}>
      <Scenes current={scene} />
      <Wordmark label={t('home')} current={scene} />
      <div className={styles.tools}>
        <Languages label={t('language')} scene={scene} />
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

/** Where a tab keeps what is held up while it plays music. */
const heldKey = 'held';

/** What is held up goes along to another scene of pictures, also by way of one of music. */
function carry(from: Scene, to: Scene): string {
  leave('scene');
  const held = hasPictures(from) ? carriedAlong(location.hash) : (keptInTab(heldKey) ?? '');
  keepInTab(heldKey, held);
  return hasPictures(to) ? carriedAlong(held) : '';
}

function Scenes({ current }: { current: Scene }) {
  const t = useTranslations('page');
  const locale = useLocale();
  return (
    <nav aria-label={t('scenes')} className={styles.scenes}>
      {scenes.map((scene) => (
        <a
          key={scene}
          href={scenePath(locale, scene)}
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

/** speil: its last letter is the mirror, and the rest of the word stands in it. */
function Wordmark({ label, current }: { label: string; current: Scene }) {
  const locale = useLocale();
  return (
    <a
      className={styles.wordmark}
      href={scenePath(locale, 'manifold')}
      aria-label={label}
      onClick={(event) => {
        if (current !== 'manifold') event.currentTarget.hash = carry(current, 'manifold');
      }}
    >
      <span aria-hidden="true">spei</span>
      <i aria-hidden="true" />
    </a>
  );
}

function Languages({ label, scene }: { label: string; scene: Scene }) {
  const current = useLocale();
  return (
    <nav aria-label={label} className={styles.languages}>
      {locales.map((locale) => (
        <a
          key={locale}
          href={scenePath(locale, scene)}
          hrefLang={locale}
          lang={locale}
          aria-label={localeNames[locale]}
          aria-current={locale === current ? 'true' : undefined}
          onClick={(event) => {
            // The state goes along, and what can be taken back.
            leave('language');
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
