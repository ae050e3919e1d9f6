/** The picture of a test digit, cut from the atlas's sheet. */
'use client';

import type { ReactElement } from 'react';
import { useCanvas } from '../hooks/use-canvas';
import type { ItemSheet } from '../atlas/items';
import { tint } from '../paint/tint';

interface ItemPictureProps {
  readonly items: ItemSheet | undefined;
  readonly item: number;
  readonly size: number;
}

export function ItemPicture({ items, item, size }: ItemPictureProps): ReactElement {
  const { ref } = useCanvas(
    ({ context, width, height, color }) => {
      if (items === undefined) return;
      const { left, top } = items.tileOf(item);
      context.drawImage(items.image, left, top, 28, 28, 0, 0, width, height);
      tint(context, color('--ink'));
    },
    [items, item],
  );
  return <canvas ref={ref} width={size} height={size} data-size={size} aria-hidden="true" />;
}
