/** Types of copy-repository.mjs, for the checks. */
export function copyRepository(to: string): void;
