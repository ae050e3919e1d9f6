/** Trainings on this device: save the one that runs by name, open or remove one, open a model folder. */
'use client';

import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { Button } from '../../shared/components/button';
import { FileButton } from '../../shared/components/file-button';
import { useNotice } from '../../shared/components/notice';
import { useStoreValue } from '../../shared/state/store';
import { useAnswers, useScene, useTrain } from './controller/context';
import { decodeLink } from './controller/link';
import { defaultLink } from './controller/state';
import type { TrainLink } from './controller/state';
import { Export } from './export';
import type { SavedSummary } from './saved/database';
import { readZip } from './saved/folder';
import field from '../../shared/components/field.module.css';
import styles from './saved.module.css';

export function Saved(): ReactElement {
  const t = useTranslations('trainSaved');
  const notify = useNotice();
  const { saves, openFolder } = useTrain();
  const status = useStoreValue(saves, (state) => state.status);
  const named = useStoreValue(saves, (state) => state.named);
  const open = async (file: File) => openFolder(await readZip(file));
  return (
    <section className={styles.saved} aria-labelledby="saved-heading">
      <h2 id="saved-heading">{t('heading')}</h2>
      {status === 'unavailable' ? <p>{t('unavailable')}</p> : <SaveAs />}
      {named.length > 0 && (
        <ul>
          {named.map((summary) => (
            <Entry key={summary.name} summary={summary} />
          ))}
        </ul>
      )}
      <div className={styles.files}>
        <Export />
        <FileButton
          accept=".zip,application/zip"
          label={t('openFolder')}
          onFile={(file) => {
            if (file === undefined) return;
            open(file).then(
              (result) => {
                notify(t(result === 'opened' ? 'opened' : 'noPictures', { name: file.name }));
              },
              () => {
                notify(t('noFolder', { name: file.name }));
              },
            );
          }}
        >
          {t('openFolder')}
        </FileButton>
      </div>
    </section>
  );
}

function SaveAs() {
  const t = useTranslations('trainSaved');
  const notify = useNotice();
  const { saves } = useTrain();
  const link = useScene((state) => state);
  const hasBegun = useAnswers(({ training }) => training.run !== undefined);
  const suggested = useDescription()(link);
  /** Undefined until a person types one. */
  const [typed, setTyped] = useState<string>();
  const id = useId();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const name = typed?.trim() ?? '';
        saves.saveAs(name === '' ? suggested : name).then(
          (saved) => {
            setTyped(undefined);
            notify(t('saved', { name: saved }));
          },
          (error: unknown) => {
            notify(t(isQuota(error) ? 'full' : 'failed'));
          },
        );
      }}
    >
      <label htmlFor={id}>{t('name')}</label>
      <input
        id={id}
        className={field.field}
        value={typed ?? suggested}
        maxLength={80}
        autoComplete="off"
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
        }}
      />
      <Button type="submit" disabled={!hasBegun}>
        {t('save')}
      </Button>
    </form>
  );
}

const isQuota = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

function Entry({ summary }: { summary: SavedSummary }) {
  const t = useTranslations('trainSaved');
  const notify = useNotice();
  const format = useFormatter();
  const { saves, openSaved } = useTrain();
  const describe = useDescription();
  const { name, step, time } = summary;
  return (
    <li>
      <div>
        <b>{name}</b>
        <small>
          {describe(decodeLink(summary.link) ?? defaultLink)} ·{' '}
          {t('step', { step: format.number(step) })} ·{' '}
          {format.dateTime(time, { dateStyle: 'medium', timeStyle: 'short' })}
        </small>
      </div>
      <span className={styles.files}>
        <Button
          label={t('openNamed', { name })}
          onClick={() => {
            openSaved(name).then(
              () => {
                document.getElementById('training')?.scrollIntoView();
                notify(t('opened', { name }));
              },
              () => {
                notify(t('unreadable', { name }));
              },
            );
          }}
        >
          {t('open')}
        </Button>
        <Button
          label={t('removeNamed', { name })}
          onClick={() => {
            saves.remove(name).then(
              () => {
                notify(t('removed', { name }));
              },
              () => {
                notify(t('failed'));
              },
            );
          }}
        >
          {t('remove')}
        </Button>
      </span>
    </li>
  );
}

/** The training that was left when the page was closed, with the choice to go on. */
export function Left(): ReactElement | undefined {
  const t = useTranslations('trainSaved');
  const notify = useNotice();
  const format = useFormatter();
  const { saves, openSaved } = useTrain();
  const left = useStoreValue(saves, (state) => state.left);
  const step = useAnswers(({ training }) => training.step);
  const describe = useDescription();
  if (left === undefined || step > 0) return undefined;
  return (
    <div className={styles.left} data-left={left.step} role="status">
      <p>
        {t('left', {
          training: describe(decodeLink(left.link) ?? defaultLink),
          step: format.number(left.step),
        })}
      </p>
      <Button
        onClick={() => {
          openSaved(left.name).catch(() => {
            notify(t('unreadable', { name: '' }));
          });
        }}
      >
        {t('goOn')}
      </Button>
      <Button
        onClick={() => {
          saves.remove(left.name).catch(() => undefined);
        }}
      >
        {t('discard')}
      </Button>
    </div>
  );
}

/** @returns a function that names a training's settings in few words. */
function useDescription(): (link: TrainLink) => string {
  const t = useTranslations('train');
  return ({ data, family, latents }) =>
    `${t(`datasets.${data}`)} · ${t(`families.${family}`)} · ${latents}`;
}
