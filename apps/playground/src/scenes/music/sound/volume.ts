/**
 * The volume of this browser. It depends on the room and the person, not on the music, so the browser stores it and
 * links do not contain it.
 */
import { decimal } from '../../../shared/link/fragment';
import { passed } from '../../../shared/link/schema';
import { clamp } from '../../../shared/geometry/geometry';

const storageKey = 'speil.volume';
/** The least volume that is restored, since a page that opens without sound would seem broken. */
const least = 0.05;

/** @returns the stored volume; undefined if there is none. */
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
    // A browser that stores nothing starts at full volume the next time.
  }
}
