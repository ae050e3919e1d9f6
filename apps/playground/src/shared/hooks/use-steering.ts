/**
 * Moves a cursor over a square by hovering with a mouse, by dragging with a mouse, pen or finger, and by the arrow
 * keys.
 */
'use client';

import type { KeyboardEvent, PointerEvent, RefObject } from 'react';
import type { Point } from '../geometry/geometry';
import { useRawPointer } from './use-raw-pointer';

const keySteps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

/**
 * Whether a pointer is pressed outside of the element that receives the event. Browsers move touches to nearby
 * elements, but the margins of a pad are for scrolling.
 */
export function isBeside({ currentTarget, clientX, clientY }: PointerEvent<Element>): boolean {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

export interface Steering {
  /**
   * Called with the point of a drag: -1 to 1 from the centre, to the right and up. `since` is the time of the pointer
   * event.
   */
  readonly onDrag: (at: Point, since: number) => void;
  /** Called with a direction for an arrow key, and with `home` for the Home key. `far` is true with Shift. */
  readonly onStep: (step: Point | 'home', far: boolean, since: number) => void;
  /** Called when a pointer is pressed. */
  readonly onDown?: () => void;
  /** Called when the pointer is released. */
  readonly onUp?: () => void;
  /** Called with the point of a hovering mouse or pen; undefined once it has left. */
  readonly onHover?: (at: Point | undefined, since: number) => void;
}

export interface SteeringHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerLeave: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onLostPointerCapture: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** @param sheet the element that receives the handlers. */
export function useSteering(
  sheet: RefObject<HTMLDivElement | null>,
  { onDrag, onStep, onDown, onUp, onHover }: Steering,
): SteeringHandlers {
  const shareOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = sheet.current!.getBoundingClientRect();
    return {
      x: ((clientX - box.left) / box.width) * 2 - 1,
      y: 1 - ((clientY - box.top) / box.height) * 2,
    };
  };
  const drag = (event: { clientX: number; clientY: number; timeStamp: number }): void => {
    onDrag(shareOf(event), event.timeStamp);
  };
  useRawPointer(sheet, drag);
  return {
    onPointerDown(event) {
      if (event.button !== 0 || isBeside(event)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.focus({ preventScroll: true });
      onDown?.();
      drag(event);
    },
    onPointerMove(event) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
      // A lifted finger still reports its last place.
      else if (event.pointerType !== 'touch') onHover?.(shareOf(event), event.timeStamp);
    },
    onLostPointerCapture() {
      onUp?.();
    },
    onPointerLeave(event) {
      onHover?.(undefined, event.timeStamp);
    },
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = event.key === 'Home' ? 'home' : keySteps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      onStep(step, event.shiftKey, event.timeStamp);
    },
  };
}
