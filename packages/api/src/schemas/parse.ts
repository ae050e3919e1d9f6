/**
 * One way to let foreign data in: parse with a schema, and turn zod's report into one line.
 */
import type * as z from 'zod';
import { InvalidFileError } from '../errors/errors.js';
import { check, listProblems } from './issues.js';

/**
 * @param what how a person knows the data, such as `runs/a/config.json`.
 * @throws InvalidFileError with the first few places that do not fit.
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
 * @param text JSON.
 * @throws InvalidFileError when it is no JSON or does not fit the schema.
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
