/** How loud this browser plays: of the room and the person, not of the music, so it is kept here and no link carries it. */
import { decimal } from '../../../shared/link/fragment';
import { passed } from '../../../shared/link/schema';
import { clamp } from '../../../shared/geometry/geometry';

const storageKey = 'speil.volume';
/** A page that opens silent would seem broken. */
const least = 0.05;

/** @returns undefined when none was kept. */
export function keptVolume(): number | undefined {
  try {
    const text = passed(decimal, localStorage.getItem(storageKey));
    return text === undefined ? undefined : clamp(Number(text), least, 1);
  } catch {
    return undefined;
  }
}

export function keepVolume(volume: number): void {
  try {
    localStorage.setItem(storageKey, String(volume));
  } catch {
    // A browser that stores nothing is as loud as ever the next time.
  }
}
