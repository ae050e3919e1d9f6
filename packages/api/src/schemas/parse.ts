/**
 * One way to let foreign data in: parse with a schema, and turn zod's report into one line.
 */
import type * as z from 'zod';
import { InvalidFileError } from '../errors.js';

/**
 * @param what how a person knows the data, such as `runs/a/config.json`.
 * @throws InvalidFileError with the first few places that do not fit.
 */
export function parseWith<S extends z.ZodType>(
  schema: S,
  data: unknown,
  what: string,
): z.output<S> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 3).map(({ path, message }) => {
    const place = path.map(String).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  throw new InvalidFileError(`${what} is not valid: ${issues.join('; ')}.`);
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
