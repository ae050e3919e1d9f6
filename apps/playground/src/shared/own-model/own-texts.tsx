/** Texts of a scene that differ for a model of this device, which need not be one of digits. */
'use client';

import type { ReactElement, ReactNode } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl';
import type { TrainedDataset } from '../../worker/protocol/train';

type Namespaces = Readonly<Record<string, object>>;

interface OwnTextsProps {
  /** The namespace of the scene that holds the texts: in `every` namespaces to change, and more for each kind of data. */
  readonly namespace: string;
  readonly data: TrainedDataset;
  readonly children: ReactNode;
}

export function OwnTexts({ namespace, data, children }: OwnTextsProps): ReactElement {
  const locale = useLocale();
  const messages = useMessages() as unknown as Namespaces;
  const own = messages[namespace] as Readonly<Record<string, Namespaces>>;
  const changed = merged(merged(messages, own['every'] ?? {}), own[data] ?? {});
  return (
    <IntlProvider locale={locale} messages={changed} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}

const merged = (all: Namespaces, some: Namespaces): Namespaces => ({
  ...all,
  ...Object.fromEntries(
    Object.entries(some).map(([name, texts]) => [name, { ...all[name], ...texts }]),
  ),
});
