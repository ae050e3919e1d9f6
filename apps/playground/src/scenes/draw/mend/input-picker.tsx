/** The pad, which shows only what a person draws, and the other ways to choose an input. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { DropHere } from '../../../shared/components/drop-here';
import { Button } from '../../../shared/components/button';
import { FileButton } from '../../../shared/components/file-button';
import { Examples } from '../../../shared/components/examples';
import { Pad } from '../../../shared/pad/pad';
import { watch } from '../../../shared/state/store';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { isOpening } from '../controller/state';
import styles from './stage.module.css';

export function InputPicker({ over }: { over: boolean }): ReactElement {
  const t = useTranslations('mend');
  const { store, send } = useDraw();
  const inviting = useScene(({ subject }) => subject.kind !== 'ink');
  return (
    <div className={styles.pad} data-over={over}>
      <Pad
        ink={() => {
          const { subject } = store.get();
          return subject.kind === 'ink' ? subject.strokes : undefined;
        }}
        subscribe={(repaint) => [watch(store, ({ subject }) => subject, repaint)]}
        onPen={(type, at) => {
          send({ type, at });
        }}
        inviting={inviting && !over}
      />
      {over && <DropHere>{t('drop')}</DropHere>}
    </div>
  );
}

/** Chooses an input without drawing (a test digit or an image file), or clears it. */
export function Subjects({ take }: { take: (file: File | undefined) => void }): ReactElement {
  const t = useTranslations('mend');
  const pad = useTranslations('pad');
  const { atlas, send, want } = useDraw();
  const latents = useAnswers((answers) => answers.latents);
  const items = useAnswers((answers) => answers.items);
  const chosen = useScene(({ subject }) => (subject.kind === 'item' ? subject.index : -1));
  const opening = useScene(isOpening);
  return (
    <div className={styles.subjects} data-live>
      <p id="pad-help" className="spoken">
        {pad('help')}
      </p>
      <Examples
        atlas={atlas}
        latents={latents}
        items={items}
        chosen={chosen}
        onChoose={(index) => {
          send({ type: 'choose', input: { kind: 'item', index } });
        }}
        onNear={() => {
          want('items');
        }}
      />
      <div className={styles.buttons}>
        <FileButton accept="image/*" label={t('choose')} onFile={take}>
          {t('choose')}
        </FileButton>
        <Button
          disabled={opening}
          onClick={() => {
            send({ type: 'clear' });
          }}
        >
          {pad('clear')}
        </Button>
      </div>
    </div>
  );
}
