/**
 * A canvas that stays sharp and in the theme's colours. It repaints when its size, the pixel ratio or the colour scheme
 * changes, and whenever a scene requests it, but at most once per frame.
 */
'use client';

import { useCallback, useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { onThemeChange } from '../browser/theme';

export interface Surface {
  /** The context of the canvas, cleared, and scaled so that one unit is one CSS pixel. */
  readonly context: CanvasRenderingContext2D;
  /** Size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** @returns the resolved value of a registered custom property, such as `--ink`. */
  readonly color: (token: string) => string;
}

export interface PaintedCanvas {
  readonly ref: RefObject<HTMLCanvasElement | null>;
  /** Repaints in the next frame. */
  readonly repaint: () => void;
}

/**
 * @param paint paints the whole canvas; the latest function is used.
 * @param shows the props and state that the picture depends on. The canvas repaints when one of them changes, not
 *   whenever the component renders.
 * @param subscribe called with `repaint` on mount; the functions that it returns are called on unmount. Subscribe only
 *   to what the picture shows, since an unnecessary repaint slows every frame of a drag. Default: no subscription.
 */
export function useCanvas(
  paint: (surface: Surface) => void,
  shows: readonly unknown[],
  subscribe: (repaint: () => void) => readonly (() => void)[] = () => [],
): PaintedCanvas {
  const ref = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ paint, shows, subscribe });
  const repaintRef = useRef<() => void>(() => undefined);

  useEffect(() => {
    const { shows: before } = latest.current;
    latest.current = { paint, shows, subscribe };
    if (shows.some((value, i) => !Object.is(value, before[i]))) repaintRef.current();
  });

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return undefined;
    let frame = 0;
    const paintNow = (): void => {
      frame = 0;
      const { clientWidth: width, clientHeight: height } = canvas;
      const ratio = Math.min(3, devicePixelRatio);
      const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== deviceWidth || canvas.height !== deviceHeight) {
        [canvas.width, canvas.height] = [deviceWidth, deviceHeight];
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      const style = getComputedStyle(canvas);
      const color = (token: string): string => style.getPropertyValue(token);
      latest.current.paint({ context, width, height, ratio, color });
    };
    const repaint = (): void => {
      frame ||= requestAnimationFrame(paintNow);
    };
    repaintRef.current = repaint;
    const sizes = new ResizeObserver(repaint);
    sizes.observe(canvas);
    const stops = [onThemeChange(repaint), ...latest.current.subscribe(repaint)];
    repaint();
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      for (const stop of stops) stop();
    };
  }, []);

  const repaint = useCallback(() => {
    repaintRef.current();
  }, []);
  return { ref, repaint };
}
