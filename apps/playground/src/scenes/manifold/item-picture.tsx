/** One test digit's picture, cut from the atlas's sheet. */
'use client';

import type { ReactElement } from 'react';
import { useCanvas } from '../../scene/canvas';
import { useAnswers } from './context';
import { tint } from './paint/tint';

export function ItemPicture({ item, size }: { item: number; size: number }): ReactElement {
  const items = useAnswers((answers) => answers.items);
  const { ref } = useCanvas(({ context, width, height, color }) => {
    if (items === undefined) return;
    const { left, top } = items.tileOf(item);
    context.drawImage(items.image, left, top, 28, 28, 0, 0, width, height);
    tint(context, color('--ink'));
  });
  return <canvas ref={ref} width={size} height={size} data-size={size} aria-hidden="true" />;
}
