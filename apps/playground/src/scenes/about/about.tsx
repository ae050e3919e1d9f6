/** What Speil is, who made it, and where to go next. The page needs no scripts. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import styles from './about.module.css';

export interface AboutLinks {
  readonly source: string;
  readonly lesson: string;
  readonly guides: Readonly<Record<'terminal' | 'music' | 'packages', string>>;
}

/** The papers whose ideas the scenes show, as citations. */
const papers = [
  ['Kingma, Welling: Auto-Encoding Variational Bayes, 2013', 'https://arxiv.org/abs/1312.6114'],
  [
    'Higgins et al.: beta-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework, 2017',
    'https://openreview.net/forum?id=Sy2fzU9gl',
  ],
  [
    'Vincent et al.: Stacked Denoising Autoencoders, 2010',
    'https://www.jmlr.org/papers/v11/vincent10a.html',
  ],
  [
    'Roberts et al.: A Hierarchical Latent Vector Model for Learning Long-Term Structure in Music, 2018',
    'https://arxiv.org/abs/1803.05428',
  ],
] as const;

export function About({ links }: { links: AboutLinks }): ReactElement {
  const t = useTranslations('aboutPage');
  const guides = ['terminal', 'music', 'packages'] as const;
  return (
    <main className={styles.about} id="about" tabIndex={-1}>
      <h1>{t('heading')}</h1>
      <p className={styles.lead}>{t('lead')}</p>
      <div className={styles.parts}>
        <Part title={t('whatTitle')}>
          <p>{t('what')}</p>
        </Part>
        <Part title={t('teachersTitle')}>
          <p>{t('teachers')}</p>
        </Part>
        <Part title={t('ownTitle')}>
          <p>{t('own')}</p>
          <pre>
            <code>npx speil train mnist-vae{'\n'}npx speil lesson --quick -o lesson</code>
          </pre>
        </Part>
        <Part title={t('sourceTitle')}>
          <ul>
            <Item href={links.source}>{t('source')}</Item>
            {guides.map((guide) => (
              <Item key={guide} href={links.guides[guide]}>
                {t(guide)}
              </Item>
            ))}
            <Item href={links.lesson}>{t('lesson')}</Item>
          </ul>
        </Part>
        <Part title={t('papersTitle')}>
          <ul lang="en">
            {papers.map(([title, href]) => (
              <Item key={href} href={href}>
                {title}
              </Item>
            ))}
          </ul>
        </Part>
        <Part title={t('authorsTitle')}>
          <p>{t('authors')}</p>
        </Part>
      </div>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Item({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <a href={href} rel="noreferrer">
        {children}
      </a>
    </li>
  );
}
