/** Covers its positioned parent while files are dragged over it. Screen reader users do not drag files. */
import type { ReactElement } from 'react';
import styles from './drop-here.module.css';

export function DropHere({ children }: { children: string }): ReactElement {
  return (
    <span className={styles.drop} aria-hidden="true">
      {children}
    </span>
  );
}
