/** The frame of every scene: its heading, its lead paragraph, and a notice if scripts do not run. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import styles from './frame.module.css';

interface FrameProps {
  readonly heading: string;
  readonly lead: string;
  readonly withoutScripts: string;
  readonly children?: ReactNode;
}

export function Frame({ heading, lead, withoutScripts, children }: FrameProps): ReactElement {
  return (
    <main className={styles.scene}>
      <div className={styles.intro}>
        <h1>{heading}</h1>
        <p>{lead}</p>
      </div>
      <noscript>
        <p className={styles.noscript}>{withoutScripts}</p>
      </noscript>
      {children}
    </main>
  );
}

interface EssayProps {
  readonly heading: string;
  /** The title and the text of each paragraph. */
  readonly parts: readonly (readonly [title: string, text: string])[];
}

/** Explains a scene in a few paragraphs. */
export function Essay({ heading, parts }: EssayProps): ReactElement {
  return (
    <section className={styles.essay} aria-labelledby="essay-heading">
      <h2 id="essay-heading">{heading}</h2>
      {parts.map(([title, text]) => (
        <div key={title}>
          <h3>{title}</h3>
          <p>{text}</p>
        </div>
      ))}
    </section>
  );
}
