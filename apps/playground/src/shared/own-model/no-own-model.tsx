/** What a scene shows while the model of this device is read, or if there is none. */
'use client';

import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { Frame } from '../components/frame';

interface NoOwnModelProps {
  readonly isLoading: boolean;
  /** The address of the Train scene. */
  readonly train: string;
}

export function NoOwnModel({ isLoading, train }: NoOwnModelProps): ReactElement {
  const t = useTranslations('ownModel');
  if (isLoading) return <Frame heading={t('heading')} lead={t('loading')} withoutScripts="" />;
  return (
    <Frame heading={t('heading')} lead={t('missing')} withoutScripts="">
      <p>
        <a href={train}>{t('train')}</a>
      </p>
    </Frame>
  );
}
