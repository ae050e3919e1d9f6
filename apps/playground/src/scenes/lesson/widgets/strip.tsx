/** Several pictures in rows, as one canvas. */
'use client';

import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useCanvas } from '../../../shared/hooks/use-canvas';
import { paintSheet } from '../../../shared/paint/sheet';
import styles from '../style/widgets.module.css';

interface StripProps {
  readonly pictures: readonly Uint8Array[] | undefined;
  readonly columns: number;
  readonly name: string;
}

export function Strip({ pictures, columns, name }: StripProps): ReactElement {
  const joined = useMemo(() => pictures && join(pictures), [pictures]);
  const { ref } = useCanvas(
    (surface) => {
      if (joined !== undefined) paintSheet(surface, joined, columns);
    },
    [joined, columns],
  );
  return (
    <div className={styles.strip} data-ready={pictures !== undefined}>
      <span>{name}</span>
      <canvas ref={ref} aria-hidden="true" data-columns={columns} />
    </div>
  );
}

function join(pictures: readonly Uint8Array[]): Uint8Array {
  const size = pictures[0]?.length ?? 0;
  const all = new Uint8Array(pictures.length * size);
  pictures.forEach((picture, i) => {
    all.set(picture, i * size);
  });
  return all;
}
