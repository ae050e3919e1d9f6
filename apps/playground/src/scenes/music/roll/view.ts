/** The window on a roll's cells: its height stays, and what is higher scrolls in it. */
'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { placeOf } from './layout';
import type { RollLayout } from './layout';

export interface View {
  readonly sheet: RefObject<HTMLDivElement | null>;
  readonly cells: RefObject<HTMLDivElement | null>;
  /** Of the cells, in CSS pixels; 0 before it is known. */
  readonly width: number;
  /** Scrolls no more than it must to have a cell in sight. @param row from the top. */
  readonly show: (layout: RollLayout, step: number, row: number) => void;
}

export function useView(): View {
  const sheet = useRef<HTMLDivElement>(null);
  const cells = useRef<HTMLDivElement>(null);
  const width = useWidth(cells);
  return useMemo(
    () => ({
      sheet,
      cells,
      width,
      show(layout, step, row) {
        const { current } = sheet;
        if (current === null) return;
        const top = placeOf(layout, step).y + row * layout.rowHeight;
        const [least, most] = [top + layout.rowHeight - layout.view, top];
        current.scrollTop = Math.min(Math.max(current.scrollTop, least), most);
      },
    }),
    [width],
  );
}

/**
 * Gives both their heights, as properties: the page's policy allows no style in its markup. Before that the style sheet's
 * guess holds.
 *
 * @param open what is edited: when it becomes another, its notes come into sight.
 * @param middle the row in the middle of them, from the top.
 */
export function useWindowOn(
  { sheet, cells, width }: View,
  { height, view, rowHeight }: RollLayout,
  open: number | undefined,
  middle: () => number,
): void {
  const newest = useRef(middle);
  useEffect(() => {
    newest.current = middle;
  });
  useEffect(() => {
    if (sheet.current === null || cells.current === null || width === 0) return;
    sheet.current.style.height = `${view}px`;
    cells.current.style.height = `${height}px`;
  }, [sheet, cells, height, view, width]);
  useEffect(() => {
    if (sheet.current === null) return;
    sheet.current.scrollTop = (newest.current() + 0.5) * rowHeight - view / 2;
  }, [sheet, open, rowHeight, view]);
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const sizes = new ResizeObserver(() => {
      setWidth(current.clientWidth);
    });
    sizes.observe(current);
    return () => {
      sizes.disconnect();
    };
  }, [element]);
  return width;
}
