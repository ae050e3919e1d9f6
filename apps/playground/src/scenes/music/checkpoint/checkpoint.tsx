/** Loads another model from its address: shows its size, then fetches it with a progress bar and keeps it. */
'use client';

import { useEffect, useId, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { ModelError } from '../../../worker/page/failure';
import type { CheckpointOffer } from '../../../worker/protocol/music';
import { Button } from '../../../shared/components/button';
import { useNotice } from '../../../shared/components/notice';
import { useAnswers, useMusic, useScene } from '../controller/context';
import styles from './checkpoint.module.css';

export function CheckpointButton(): ReactElement {
  const t = useTranslations('checkpoint');
  const dialog = useRef<HTMLDialogElement>(null);
  const requested = useScene((state) => state.model);
  const loaded = useAnswers((answers) => answers.model);
  // A link may name a model. The page offers it and never fetches it without asking.
  useEffect(() => {
    if (requested !== '' && requested !== loaded && dialog.current?.open === false) {
      dialog.current.showModal();
      // The address field is not focused: a focused field shows the end of its text, but the host is at its beginning.
      dialog.current.querySelector<HTMLElement>('button[type="submit"]')?.focus();
    }
  }, [requested, loaded]);
  return (
    <>
      <Button onClick={() => dialog.current?.showModal()}>{t('open')}</Button>
      <dialog ref={dialog} className={styles.dialog} aria-labelledby="checkpoint-heading">
        <Form key={requested} address={requested} onDone={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

/** What went wrong, in the page's language, and the reason that the worker gives, in English. */
interface Problem {
  readonly text: string;
  readonly reason: string;
}

function Form({ address, onDone }: { address: string; onDone: () => void }) {
  const t = useTranslations('checkpoint');
  const errors = useTranslations('errors');
  const format = useFormatter();
  const notify = useNotice();
  const { kind, offer, load } = useMusic();
  const fetched = useAnswers((answers) => answers.fetched);
  const loaded = useAnswers((answers) => answers.model);
  const [url, setUrl] = useState(address);
  const [offered, setOffered] = useState<CheckpointOffer>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const id = useId();
  // A person has not typed an address that comes from a link, so the form shows the address's host first.
  const isOffered = address !== '' && url === address && address !== loaded;
  const offeredBy = isOffered ? readHost(address) : undefined;

  const describeError = (error: unknown): string => {
    const code = error instanceof ModelError ? error.code : undefined;
    if (code === 'invalid-argument') return t('badAddress');
    if (code === 'not-found') return t('notThere');
    if (code === 'network') return t('unreachable');
    if (code === 'incompatible') return t(kind.name === 'beats' ? 'otherDrums' : 'otherMelody');
    return t('failed');
  };
  const doing = (work: () => Promise<void>): void => {
    setBusy(true);
    setProblem(undefined);
    work()
      .catch((error: unknown) => {
        setProblem({
          text: describeError(error),
          reason: error instanceof Error ? error.message : '',
        });
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const look = (): void => {
    setOffered(undefined);
    doing(async () => {
      setOffered(await offer(url.trim()));
    });
  };
  const take = (from: string): void => {
    doing(async () => {
      await load(from);
      notify(t(from === '' ? 'back' : 'loaded'));
      onDone();
    });
  };
  const megabytes = (bytes: number): string =>
    format.number(bytes / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <form
      className={styles.form}
      // Errors are shown in the page's language, not in the browser's.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <h2 id="checkpoint-heading">{t('heading')}</h2>
      {offeredBy !== undefined && (
        <p className={styles.offer}>{t('byLink', { host: offeredBy })}</p>
      )}
      <p>{t(kind.name === 'beats' ? 'leadDrums' : 'leadMelody')}</p>
      <label htmlFor={id}>{t('address')}</label>
      <input
        id={id}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://"
        value={url}
        onChange={(event) => {
          setUrl(event.target.value);
          setOffered(undefined);
        }}
      />
      <div role="status" className={styles.status}>
        {busy && fetched === undefined && <p>{t('looking')}</p>}
        {offered !== undefined && (
          <p>{t(offered.kept ? 'sizeKept' : 'size', { megabytes: megabytes(offered.bytes) })}</p>
        )}
      </div>
      {fetched !== undefined && offered !== undefined && (
        <progress aria-label={t('progress')} max={offered.bytes} value={fetched} />
      )}
      {problem !== undefined && (
        <div role="alert" className={styles.problem}>
          <p>{problem.text}</p>
          {problem.reason !== '' && (
            <details>
              <summary>{errors('details')}</summary>
              <code lang="en">{problem.reason}</code>
            </details>
          )}
        </div>
      )}
      <div className={styles.buttons}>
        {offered === undefined ? (
          <button type="submit" disabled={busy}>
            {t('look')}
          </button>
        ) : (
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              take(offered.url);
            }}
          >
            {t('load')}
          </button>
        )}
        {loaded !== '' && (
          <Button
            disabled={busy}
            onClick={() => {
              take('');
            }}
          >
            {t('shipped')}
          </Button>
        )}
        <Button onClick={onDone}>{t('close')}</Button>
      </div>
    </form>
  );
}

function readHost(address: string): string | undefined {
  try {
    return new URL(address).host;
  } catch {
    return undefined;
  }
}
