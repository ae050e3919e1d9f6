/**
 * Schemas for short texts from links and from a tab's storage. They use only zod's core, since all of zod has four
 * times as many bytes and would delay the first digit.
 */
import { $ZodString, _regex, safeParse } from 'zod/v4/core';

export type TextSchema = $ZodString;

/** @returns a schema for texts that match a pattern. */
export function matching(pattern: RegExp): TextSchema {
  return new $ZodString({ type: 'string', checks: [_regex(pattern)] });
}

/** @returns the text; undefined for a value that does not pass the schema. */
export function passed(schema: TextSchema, value: unknown): string | undefined {
  return safeParse(schema, value).data;
}
