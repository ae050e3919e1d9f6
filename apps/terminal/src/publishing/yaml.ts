/** YAML of a package, which comes from others: read without tags of its own types, and validated. */
import { InvalidFileError, parseWith } from '@speil/api';
import { parse } from 'yaml';
import type * as z from 'zod';

/**
 * @param what names the text in a message: the file.
 * @throws InvalidFileError for invalid YAML, or a value that does not match the schema.
 */
export function parseYaml<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', maxAliasCount: 10, logLevel: 'error' });
  } catch (error) {
    const [line] = error instanceof Error ? error.message.split('\n') : [];
    throw new InvalidFileError(`${what} is not valid YAML: ${line}`, { cause: error });
  }
  return parseWith(schema, value, what);
}
