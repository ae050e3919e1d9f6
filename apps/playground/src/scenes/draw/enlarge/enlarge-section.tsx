/**
 * Shows the digit after it was shrunk and enlarged again: by interpolation on one side of a divider, by a network on
 * the other.
 */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { factors, pictureSide } from '../../../worker/protocol/images';
import { Choices } from '../../../shared/components/choices';
import { useWhenNear } from '../../../shared/hooks/use-when-near';
import { AnswerHalftone } from '../components/answer-halftone';
import { BeforeCards, CardText, Comparison, NetworkCard } from '../components/comparison';
import { useAnswers, useDraw, useScene } from '../controller/context';
import type { Answers } from '../controller/controller';
import { befores } from '../controller/state';
import { selectBefore } from './before';
import { DividedDigit } from './divided-digit';

export function EnlargeSection(): ReactElement {
  const t = useTranslations('enlarge');
  const { send, want } = useDraw();
  const factor = useScene((state) => state.factor);
  const chosen = useScene((state) => state.before);
  const section = useWhenNear<HTMLElement>(() => {
    want('enlarged');
  });
  return (
    <Comparison
      id="enlarge"
      section={section}
      heading={t('heading')}
      lead={<p>{t('lead')}</p>}
      choices={
        <Choices
          label={t('factor')}
          choices={factors}
          chosen={factor}
          onChoose={(times) => {
            send({ type: 'factor', factor: times });
          }}
          nameOf={(times) => t('pixels', { side: String(pictureSide / times) })}
        />
      }
      left={
        <BeforeCards
          befores={befores}
          chosen={chosen}
          onChoose={(before) => {
            send({ type: 'before', before });
          }}
        >
          {(before) => (
            <Card name={t(before)} pick={selectBefore(before)} scored={before === 'usual'} />
          )}
        </BeforeCards>
      }
      divided={<DividedDigit />}
      right={
        <NetworkCard>
          <Card name={t('network')} pick={({ enlarged }) => enlarged?.network} scored />
        </NetworkCard>
      }
    />
  );
}

interface CardProps {
  readonly name: string;
  readonly pick: (answers: Answers) => Uint8Array | undefined;
  readonly scored: boolean;
}

function Card({ name, pick, scored }: CardProps) {
  const picture = useAnswers(pick);
  const original = useAnswers(({ enlarged }) => enlarged?.picture);
  return (
    <>
      <AnswerHalftone pick={pick} />
      <CardText name={name} {...(scored && { picture, original })} />
    </>
  );
}
