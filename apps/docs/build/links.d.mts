/** Types of links.mjs, for the journeys. */
export function rewriteLinks(
  markdown: string,
  source: string,
): { readonly text: string; readonly pictures: readonly string[] };
