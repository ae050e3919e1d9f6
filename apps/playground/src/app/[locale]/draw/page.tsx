/** The Draw scene in one language, with its first digit in the page. */
import type { ReactElement } from 'react';
import type { Atlas } from '@speil/api';
import { decodePng, invert } from '@speil/images';
import type { Metadata } from 'next';
import { compiledMessages } from '../../../i18n/messages';
import { preloadWorkerScript } from '../../../worker/page/preload';
import { DrawScene } from '../../../scenes/draw/scene';
import { Shell } from '../../../shell/shell';
import { readLocale, buildMetadata, readAtlas, readAtlasFile } from '../../page-data';
import type { PageProps } from '../../page-data';

/** A 6. The encoder places it among other digits when it is damaged, and among the 6s when it is restored. */
const openingItem = 10;

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return buildMetadata(await readLocale(props), 'draw');
}

export default async function Page(props: PageProps): Promise<ReactElement> {
  const locale = await readLocale(props);
  const atlas = await readAtlas();
  return (
    <Shell locale={locale} page="draw" messages={compiledMessages(locale, 'draw')}>
      <script dangerouslySetInnerHTML={{ __html: preloadWorkerScript('restorer') }} />
      <DrawScene atlas={atlas} item={openingItem} pixels={await readPixels(atlas, openingItem)} />
    </Shell>
  );
}

/** @returns an item's pixels as base64. They are in the alpha channel of the atlas's sheet. */
async function readPixels({ items, tile }: Atlas, item: number): Promise<string> {
  // The sheet's pixels are black, and `decodePng` puts them on white: the inverted values are those of the alpha channel.
  const sheet = invert(decodePng(await readAtlasFile(items.file), items.file));
  const [height, width] = tile;
  const left = (item % items.columns) * width;
  const top = Math.floor(item / items.columns) * height;
  const rows = Array.from({ length: height }, (_, y) => {
    const start = (top + y) * sheet.width + left;
    return sheet.pixels.subarray(start, start + width);
  });
  return Buffer.concat(rows).toString('base64');
}
