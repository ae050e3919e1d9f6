/** Types of places.mjs, for the journeys. */
export const repository: string;
export const version: string;
export const base: string;
export const host: string;
export const versions: string;
export const out: string;
export function readBase(value?: string): string;
