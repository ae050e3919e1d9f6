/** Own pictures: drawn, chosen, dropped or pasted. The panel is shown while they are what is trained on. */
'use client';

import type { ReactElement } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { DropHere } from '../../../shared/components/drop-here';
import { Button } from '../../../shared/components/button';
import { FileButton } from '../../../shared/components/file-button';
import { Spoken } from '../../../shared/components/spoken';
import { usePageDrop } from '../../../shared/hooks/use-file-drop';
import { useFilePaste } from '../../../shared/hooks/use-file-paste';
import { useStoreValue } from '../../../shared/state/store';
import { heldOutOf, leastOwn } from '../../../worker/protocol/train';
import { useScene, useTrain } from '../controller/context';
import { chosenFiles, transferredFiles } from '../controller/files';
import type { ListFiles } from '../controller/files';
import { missingPictures } from '../controller/state';
import { Collection } from './collection';
import { Drawing } from './drawing';
import styles from './own.module.css';
import { useReport } from './use-report';

/** The id of the panel, which can have the focus. */
export const ownPanel = 'own-pictures';

/** Takes files that are dropped or pasted, whatever is trained on; they are then what is. */
export function Own(): ReactElement | null {
  const { store, collector } = useTrain();
  const chosen = useScene(({ data }) => data === 'own');
  const collect = (list: ListFiles): void => {
    store.send({ type: 'set', change: { data: 'own' } });
    collector.collect(list);
  };
  const over = usePageDrop((_, dropped) => {
    collect(transferredFiles(dropped));
  });
  useFilePaste((_, pasted) => {
    collect(transferredFiles(pasted));
  });
  return chosen ? <Panel over={over} collect={collect} /> : null;
}

function Panel({ over, collect }: { over: boolean; collect: (list: ListFiles) => void }) {
  const t = useTranslations('trainOwn');
  const count = useCount();
  const report = useReport();
  return (
    <section
      id={ownPanel}
      tabIndex={-1}
      className={styles.own}
      data-live
      data-over={over}
      data-own
      aria-labelledby="own-heading"
    >
      <div className={styles.words}>
        <h3 id="own-heading">{t('heading')}</h3>
        <p>{t('lead')}</p>
      </div>
      <Drawing />
      <div className={styles.files}>
        <div className={styles.buttons}>
          {(['files', 'folder'] as const).map((several) => (
            <FileButton
              key={several}
              accept="image/*"
              several={several}
              label={t(several === 'files' ? 'choose' : 'folder')}
              onFile={(_, files) => {
                if (files.length > 0) collect(chosenFiles(files));
              }}
            >
              {t(several === 'files' ? 'choose' : 'folder')}
            </FileButton>
          ))}
        </div>
        <Progress />
        {report !== '' && (
          <p className={styles.report} data-report>
            {report}
          </p>
        )}
        <p className={styles.count} data-count>
          {count}
        </p>
        <Spoken text={`${report} ${count}`.trim()} />
        <Collection />
      </div>
      {over && <DropHere>{t('drop')}</DropHere>}
    </section>
  );
}

/** @returns a sentence on how many pictures there are. */
function useCount(): string {
  const t = useTranslations('trainOwn');
  const format = useFormatter();
  const count = useScene(({ own }) => own.length);
  const missing = useScene(missingPictures);
  const least = String(leastOwn);
  if (count === 0) return t('empty', { least });
  if (missing > 0) return t('missing', { count, least, missing: String(missing) });
  const heldOut = heldOutOf(count);
  return t('enough', {
    count: format.number(count),
    learned: format.number(count - heldOut),
    heldOut: format.number(heldOut),
  });
}

/** How far the reading of files is. */
function Progress() {
  const t = useTranslations('trainOwn');
  const format = useFormatter();
  const { collector } = useTrain();
  const reading = useStoreValue(collector, (state) => state.reading);
  if (reading === undefined) return null;
  const { done, of: all } = reading;
  const text =
    all === 0 ? t('listing') : t('reading', { done: format.number(done), all: format.number(all) });
  return (
    <div className={styles.progress} data-reading={done}>
      <progress aria-label={text} max={Math.max(1, all)} {...(all > 0 && { value: done })} />
      <span>{text}</span>
      <Button onClick={collector.stop}>{t('stop')}</Button>
    </div>
  );
}
