/**
 * What the plane holds near a point: the real digit that lies nearest, how far away it is, and the class that the neighbours
 * agree on. It says what lies there, not what a picture looks like.
 */
import type { AtlasCodes } from '@speil/api';
import type { Point } from '../geometry/geometry';

/** Neighbours that vote. */
const voters = 9;
/** Votes that make a class certain enough to name it alone. */
const majority = 6;

export interface Neighbourhood {
  /** Index of the nearest item. */
  readonly item: number;
  /** Its distance, in latent units. */
  readonly away: number;
  /** Class with the most votes. */
  readonly first: number;
  /** The runner-up, when the vote is close. */
  readonly second: number | undefined;
}

/** Share of a plane's extent beyond which the nearest item is far: what is decoded there, nobody has written. */
const farShare = 0.1;

export function isFar({ away }: Pick<Neighbourhood, 'away'>, extent: number): boolean {
  return away > farShare * extent;
}

/** The vote of the nearest items; ties go to the class that comes nearer. One pass over all codes. */
export function neighbourhood({ x, y, labels }: AtlasCodes, at: Point): Neighbourhood {
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
  // Map keeps the order of the first vote, and sort keeps it among equals: nearer first.
  const [[first, count] = [0, 0], runnerUp] = [...votes].sort((a, b) => b[1] - a[1]);
  return {
    item: nearest[0]?.item ?? 0,
    away: Math.sqrt(nearest[0]?.distance ?? Infinity),
    first,
    second: count >= majority ? undefined : runnerUp?.[0],
  };
}
