/** A polite live region that reports the result of an action (copied, could not be saved) for a few seconds. */
'use client';

import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import styles from './notice.module.css';

type Notify = (text: string) => void;

const NoticeContext = createContext<Notify>(() => undefined);

/** Seconds that a notice stays. */
const seconds = 6;

export function useNotice(): Notify {
  return use(NoticeContext);
}

export function Notices({ children }: { children: ReactNode }): ReactElement {
  const [notice, setNotice] = useState({ text: '', count: 0 });
  const notify = useCallback((text: string) => {
    setNotice(({ count }) => ({ text, count: count + 1 }));
  }, []);
  useEffect(() => {
    if (notice.text === '') return undefined;
    const timer = setTimeout(() => {
      setNotice(({ count }) => ({ text: '', count }));
    }, seconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  }, [notice]);
  const line = useMemo(
    () => (
      <p role="status" className={styles.notice} data-shown={notice.text !== ''}>
        {notice.text}
      </p>
    ),
    [notice.text],
  );
  return (
    <NoticeContext value={notify}>
      {children}
      {line}
    </NoticeContext>
  );
}
