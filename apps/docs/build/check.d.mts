/** Types of check.mjs, for the journeys. */
export function findDeadLinks(folder: string, base: string): Promise<readonly string[]>;
export function findForeignLoads(folder: string): Promise<readonly string[]>;
