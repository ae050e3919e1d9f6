/** How loud this browser plays: of the room and the person, not of the music, so it is kept here and no link carries it. */
import { decimal } from '../../../scene/fragment';
import { clamp } from '../../../scene/geometry';

const storageKey = 'speil.volume';
/** A page that opens silent would seem broken. */
const least = 0.05;

/** @returns undefined when none was kept. */
export function keptVolume(): number | undefined {
  try {
    const result = decimal.safeParse(localStorage.getItem(storageKey));
    return result.success ? clamp(Number(result.data), least, 1) : undefined;
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
