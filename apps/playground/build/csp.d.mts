/** Types of csp.mjs, for its test. */
export function withPolicy(html: string): string;
