/** The visible part of a roll's cells: its height stays the same, and higher content scrolls. */
'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { locateStep } from './layout';
import type { RollLayout } from './layout';

export interface View {
  readonly sheet: RefObject<HTMLDivElement | null>;
  readonly cells: RefObject<HTMLDivElement | null>;
  /** Width of the cells, in CSS pixels; 0 before it is known. */
  readonly width: number;
  /** Scrolls as little as necessary to show a cell. @param row the row, counted from the top. */
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
        const top = locateStep(layout, step).y + row * layout.rowHeight;
        const [least, most] = [top + layout.rowHeight - layout.view, top];
        current.scrollTop = Math.min(Math.max(current.scrollTop, least), most);
      },
    }),
    [width],
  );
}

/**
 * Sets the heights as custom properties, since the page's policy allows no styles in markup. Until then, the values of
 * the style sheet apply.
 *
 * @param open the corner that is edited: when it changes, its notes are scrolled into view.
 * @param middle the row in the middle of the corner's notes, from the top.
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
