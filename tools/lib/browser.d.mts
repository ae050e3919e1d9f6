/** Types of browser.mjs, for the journeys. */
export const browserFlags: string[];
export function findBrowser(): Promise<string | undefined>;
export function shellBeside(whole: string): string;
