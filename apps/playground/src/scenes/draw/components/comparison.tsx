/** A section that compares a network's output with other pictures: cards on both sides, and a divided picture between them. */
'use client';

import type { ReactElement, ReactNode, RefObject } from 'react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useRmsDifference } from '../../../shared/hooks/use-rms-difference';
import styles from './comparison.module.css';

interface ComparisonProps {
  /** The start of the section's ids. */
  readonly id: string;
  readonly section: RefObject<HTMLElement | null>;
  readonly heading: string;
  readonly lead: ReactNode;
  /** The choice below the heading. */
  readonly choices: ReactNode;
  readonly left: ReactNode;
  readonly divided: ReactNode;
  readonly right: ReactNode;
}

export function Comparison(props: ComparisonProps): ReactElement {
  const t = useTranslations('enlarge');
  const { id, section, heading, lead, choices, left, divided, right } = props;
  return (
    <section
      ref={section}
      className={styles.comparison}
      data-live
      aria-labelledby={`${id}-heading`}
    >
      <div className={styles.heading}>
        <h2 id={`${id}-heading`}>{heading}</h2>
        {choices}
      </div>
      <div className={styles.lead}>{lead}</div>
      <div className={styles.left}>
        <p className={styles.side}>{t('before')}</p>
        {left}
      </div>
      {divided}
      <div className={styles.right}>
        <p className={styles.side}>{t('rightSide')}</p>
        {right}
        <p className={styles.help} id={`${id}-help`}>
          {t('help')}
        </p>
      </div>
    </section>
  );
}

interface BeforeCardsProps<Before> {
  readonly befores: readonly Before[];
  readonly chosen: Before;
  readonly onChoose: (before: Before) => void;
  /** What a card shows beside its radio button. */
  readonly children: (before: Before) => ReactNode;
}

/** The pictures that can be shown left of the divider. */
export function BeforeCards<Before extends string>({
  befores,
  chosen,
  onChoose,
  children,
}: BeforeCardsProps<Before>): ReactElement {
  const t = useTranslations('enlarge');
  const name = useId();
  return (
    <fieldset className={styles.cards}>
      <legend className="spoken">{t('before')}</legend>
      {befores.map((before) => (
        <label key={before} className={styles.card}>
          <input
            type="radio"
            name={name}
            checked={before === chosen}
            onChange={() => {
              onChoose(before);
            }}
          />
          {children(before)}
        </label>
      ))}
    </fieldset>
  );
}

/** The network's picture, which is always right of the divider. */
export function NetworkCard({ children }: { children: ReactNode }): ReactElement {
  return <div className={styles.card}>{children}</div>;
}

interface CardTextProps {
  readonly name: string;
  /** The card's picture and the original; its error is shown if both are known. */
  readonly picture?: Uint8Array | undefined;
  readonly original?: Uint8Array | undefined;
  /** Digits after the decimal point of the error. */
  readonly digits?: number;
}

export function CardText({ name, picture, original, digits }: CardTextProps): ReactElement {
  const t = useTranslations('enlarge');
  const written = useRmsDifference(digits);
  return (
    <span>
      <b>{name}</b>
      {picture !== undefined && original !== undefined && (
        <small>{t('off', { off: written(picture, original) })}</small>
      )}
    </span>
  );
}
