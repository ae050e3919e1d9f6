/** Reads a number that a person has typed, with a point or a comma, and perhaps with its unit. */
export function readNumber(text: string): number | undefined {
  const digits = /^\s*(?<whole>\d{1,6})(?:[.,](?<part>\d{1,6}))?\s*(?:%|nats?)?\s*$/u.exec(
    text,
  )?.groups;
  if (digits === undefined) return undefined;
  return Number(`${digits['whole']!}.${digits['part'] ?? '0'}`);
}
