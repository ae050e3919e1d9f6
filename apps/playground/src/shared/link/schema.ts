/**
 * Schemas of short texts from outside, which is all that links and a tab's storage hold: zod's core alone, since its whole face
 * is four times as much on the way to the first digit.
 */
import { $ZodString, _regex, safeParse } from 'zod/v4/core';

export type TextSchema = $ZodString;

/** A text that matches as a whole. */
export function matching(pattern: RegExp): TextSchema {
  return new $ZodString({ type: 'string', checks: [_regex(pattern)] });
}

/** @returns the text; undefined for what does not pass. */
export function passed(schema: TextSchema, value: unknown): string | undefined {
  return safeParse(schema, value).data;
}
