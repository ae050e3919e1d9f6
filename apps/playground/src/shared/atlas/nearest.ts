/**
 * The test digits near a point of the plane: the nearest one, its distance, and the majority class. It describes the
 * neighbourhood, not the decoded picture.
 */
import type { AtlasLatents } from '@speil/api';
import type { Point } from '../geometry/geometry';

/** Number of neighbours that vote. */
const voters = 9;
/** If a class has at least this many votes, no second class is named. */
const majority = 6;

export interface Neighbourhood {
  /** Index of the nearest item. */
  readonly item: number;
  /** Its distance, in latent units. */
  readonly away: number;
  /** The class with the most votes. */
  readonly first: number;
  /** The runner-up, when the vote is close. */
  readonly second: number | undefined;
}

/** The nearest item counts as far if its distance is more than this share of the plane's extent. */
const farShare = 0.1;

export function isFar({ away }: Pick<Neighbourhood, 'away'>, extent: number): boolean {
  return away > farShare * extent;
}

/**
 * @returns the nearest item, its distance, and the vote of the nearest items. Ties go to the class of the nearer item.
 * It takes one pass over all latents.
 */
export function neighbourhood({ x, y, labels }: AtlasLatents, at: Point): Neighbourhood {
  const nearest: { item: number; distance: number }[] = [];
  for (let item = 0; item < labels.length; item++) {
    const distance = (x[item]! - at.x) ** 2 + (y[item]! - at.y) ** 2;
    if (nearest.length === voters && distance >= nearest[voters - 1]!.distance) continue;
    let place = nearest.length;
    while (place > 0 && nearest[place - 1]!.distance > distance) place--;
    nearest.splice(place, 0, { item, distance });
    if (nearest.length > voters) nearest.pop();
  }
  const votes = new Map<number, number>();
  for (const { item } of nearest) votes.set(labels[item]!, (votes.get(labels[item]!) ?? 0) + 1);
  // A Map keeps its order of insertion and sort is stable, so the nearer of two equal classes comes first.
  const [[first, count] = [0, 0], runnerUp] = [...votes].sort((a, b) => b[1] - a[1]);
  return {
    item: nearest[0]?.item ?? 0,
    away: Math.sqrt(nearest[0]?.distance ?? Infinity),
    first,
    second: count >= majority ? undefined : runnerUp?.[0],
  };
}
