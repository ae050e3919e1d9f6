/** Types of markdown.mjs, for the journeys. */
export function withoutFrontMatter(markdown: string): string;
export function slugify(heading: string): string;
