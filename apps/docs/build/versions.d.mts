/** Types of versions.mjs, for the journeys. */
export function writeVersions(folder: string, newest: string): Promise<void>;
