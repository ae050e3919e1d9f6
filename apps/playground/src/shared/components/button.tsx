/** The two kinds of button: one that triggers an action, and a toggle that stays pressed. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import styles from './button.module.css';

interface ButtonProps {
  readonly onClick?: () => void;
  /** `submit`: sends its form. Default: `button`. */
  readonly type?: 'button' | 'submit';
  readonly children: ReactNode;
  readonly disabled?: boolean;
  /** The accessible name, if the text is not enough. It begins with the text. */
  readonly label?: string;
}

export function Button({
  onClick,
  children,
  type = 'button',
  disabled = false,
  label,
}: ButtonProps): ReactElement {
  return (
    <button
      type={type}
      className={styles.button}
      onClick={onClick}
      disabled={disabled}
      aria-label={label}
    >
      {children}
    </button>
  );
}

interface ToggleProps {
  readonly pressed: boolean;
  readonly onToggle: (pressed: boolean) => void;
  readonly children: ReactNode;
}

export function Toggle({ pressed, onToggle, children }: ToggleProps): ReactElement {
  return (
    <button
      type="button"
      className={`${styles.button} ${styles.toggle}`}
      aria-pressed={pressed}
      onClick={() => {
        onToggle(!pressed);
      }}
    >
      {children}
    </button>
  );
}
