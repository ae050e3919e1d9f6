/**
 * Parses untrusted data with a schema, and reports errors in one line.
 */
import type * as z from 'zod';
import { InvalidFileError } from '../errors/errors.js';
import { check, listProblems } from './issues.js';

/**
 * Parses data with a schema.
 *
 * @param what the name of the data for the user, such as `runs/a/config.json`.
 * @throws InvalidFileError with the first few errors.
 */
export function parseWith<S extends z.ZodType>(
  schema: S,
  data: unknown,
  what: string,
): z.output<S> {
  const checked = check(schema, data);
  if ('data' in checked) return checked.data;
  throw new InvalidFileError(`${what} is not valid: ${listProblems(checked.problems)}`);
}

/**
 * Parses JSON text with a schema.
 *
 * @param text JSON.
 * @throws InvalidFileError when it is not JSON or does not fit the schema.
 */
export function parseJson<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new InvalidFileError(`${what} is not valid JSON.`, { cause: error });
  }
  return parseWith(schema, data, what);
}
