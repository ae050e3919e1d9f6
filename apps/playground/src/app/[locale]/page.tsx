/** The manifold scene in one language, with the atlas's figures already in the page. */
import type { ReactElement } from 'react';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atlasSchema, parseJson } from '@speil/api';
import { notFound } from 'next/navigation';
import { isLocale } from '../../i18n/locales';
import { compiledMessages } from '../../i18n/messages';
import { ManifoldScene } from '../../scenes/manifold/scene';
import { earlyWorkerScript } from '../../scenes/manifold/worker/early';
import { Shell } from '../../shell/shell';

const atlasFile = 'public/models/mnist-vae/atlas/atlas.json';

export default async function Page({
  params,
}: {
  params: Promise<{ locale: string }>;
}): Promise<ReactElement> {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const text = await readFile(path.join(process.cwd(), atlasFile), 'utf8');
  const atlas = parseJson(atlasSchema, text, atlasFile);
  return (
    <Shell locale={locale} messages={compiledMessages(locale)}>
      <script dangerouslySetInnerHTML={{ __html: earlyWorkerScript }} />
      <ManifoldScene atlas={atlas} />
    </Shell>
  );
}
