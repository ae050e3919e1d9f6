/** The clock of the tour and of the journey. */
import type { Store } from '../../../shared/state/store';
import { isMoving } from './state';
import type { ExploreEvent, ExploreState } from './state';

/** Sends ticks while the tour or the journey moves. @returns a function that stops the ticks. */
export function watchMotion(store: Store<ExploreState, ExploreEvent>): () => void {
  let frame = 0;
  let last = 0;
  const step = (time: number): void => {
    frame = 0;
    // Ticks are short, so that a tab that was in the background continues where it stopped.
    const seconds = Math.min(0.1, last === 0 ? 0 : (time - last) / 1000);
    last = time;
    store.send({ type: 'tick', seconds });
    wake();
  };
  const wake = (): void => {
    if (!isMoving(store.get())) last = 0;
    else if (frame === 0) frame = requestAnimationFrame(step);
  };
  wake();
  const unsubscribe = store.subscribe(wake);
  return () => {
    cancelAnimationFrame(frame);
    unsubscribe();
  };
}
