/**
 * A colour picture, rendered or of a person's own, is shrunk, covered with noise or encoded; a network restores it.
 */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { colourTasks } from '../../../worker/protocol/images';
import { Choices } from '../../../shared/components/choices';
import { useFileDrop } from '../../../shared/hooks/use-file-drop';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import { useColourFile } from '../../../shared/pad/use-picture-input';
import { BeforeCards, CardText, Comparison, NetworkCard } from '../components/comparison';
import { useAnswers, useDraw, useScene } from '../controller/context';
import { AnswerColour } from './answer-colour';
import { beforesOf, selectColour, shownBefore } from './before';
import styles from './colour.module.css';
import { DividedColour } from './divided-colour';
import { Pictures } from './pictures';

export function ColourSection(): ReactElement {
  const t = useTranslations('colour');
  const { send, want } = useDraw();
  const task = useScene((state) => state.task);
  const chosen = useScene((state) => state.colourBefore);
  const section = useWhenNear<HTMLElement>(() => {
    want('colour');
  });
  const take = useColourFile((pixels) => {
    send({ type: 'colour', picture: { kind: 'pixels', pixels } });
  });
  const { over, handlers } = useFileDrop(take);
  return (
    <div className={styles.target} data-over={over} data-colour {...handlers}>
      <Comparison
        id="colour"
        section={section}
        heading={t('heading')}
        lead={
          <>
            <p>{t('lead')}</p>
            <Pictures take={take} />
          </>
        }
        choices={
          <Choices
            label={t('task')}
            choices={colourTasks}
            chosen={task}
            onChoose={(next) => {
              send({ type: 'task', task: next });
            }}
            nameOf={(name) => t(name)}
          />
        }
        left={
          <BeforeCards
            befores={beforesOf(task)}
            chosen={shownBefore(chosen, task)}
            onChoose={(before) => {
              send({ type: 'colour-before', before });
            }}
          >
            {(before) => (
              <Card
                name={t(before === 'input' && task === 'denoise' ? 'noisy' : before)}
                of={before}
                scored={before === 'usual' || (before === 'input' && task === 'denoise')}
              />
            )}
          </BeforeCards>
        }
        divided={<DividedColour />}
        right={
          <>
            <NetworkCard>
              <Card name={t('network')} of="network" scored />
            </NetworkCard>
            <p className={styles.about}>{t(`${task}About`)}</p>
          </>
        }
      />
      {over && (
        <p className={styles.drop} aria-hidden="true">
          {t('drop')}
        </p>
      )}
    </div>
  );
}

interface CardProps {
  readonly name: string;
  readonly of: Parameters<typeof selectColour>[0];
  readonly scored: boolean;
}

function Card({ name, of, scored }: CardProps) {
  const picture = useAnswers(selectColour(of));
  const original = useAnswers(selectColour('original'));
  // Until a new task is answered, pictures may have different sizes.
  const comparable = scored && picture?.length === original?.length;
  return (
    <>
      <AnswerColour pick={selectColour(of)} />
      <CardText name={name} digits={1} {...(comparable && { picture, original })} />
    </>
  );
}
