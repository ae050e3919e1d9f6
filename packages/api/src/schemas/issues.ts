/**
 * Explains why data do not fit a schema, with one short text per error: its path, what was expected, what was received,
 * and the nearest valid name. Zod's own report of a union is not informative; here the report comes from the member
 * that fits best.
 */
import * as z from 'zod';
import { nearest, formatSuggestion } from '../errors/suggest.js';

/** Maximum number of issues in one line. */
const shownIssues = 3;

/** Maximum number of characters shown of a received value. */
const shownCharacters = 60;

/** The checked data, or the problems, one line each. */
export type Checked<T> =
  | { readonly data: T }
  /** Texts such as `model.architecture.encoder[3].type: unknown layer 'flaten'. Did you mean 'flatten'?` */
  | { readonly problems: readonly string[] };

/** Checks data with a schema, without throwing an error. */
export function check<S extends z.ZodType>(schema: S, data: unknown): Checked<z.output<S>> {
  const result = schema.safeParse(data, { error: explainIssue, reportInput: true });
  if (result.success) return { data: result.data };
  const problems = describeIssues(result.error.issues, []);
  // A misspelt key is often the reason why another key is missing, so issues with a suggestion come first.
  const [known, other] = [true, false].map((is) =>
    problems.filter((one) => hasSuggestion(one) === is),
  );
  return { problems: [...known!, ...other!].slice(0, shownIssues) };
}

/** Whether a text ends with a suggested name. */
function hasSuggestion(problem: string): boolean {
  return problem.endsWith('?');
}

/** Joins problems to the end of a sentence, with its full stop. */
export function listProblems(problems: readonly string[]): string {
  const text = problems.map((problem) => problem.replace(/\.$/u, '')).join('; ');
  return text.endsWith('?') ? text : `${text}.`;
}

/** Formats a path such as `encoder[3].type`. Keys that are not plain names are quoted. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = /^[\w$@/-]{1,100}$/u.test(String(key)) ? String(key) : formatValue(String(key));
      return i === 0 ? name : `.${name}`;
    })
    .join('');
}

/** Explains an issue for which the schema has no message of its own. */
function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys;
      return `unknown key ${formatValue(key)}.${formatSuggestion(String(key), keysOf(issue.inst))}`;
    }
    case 'invalid_union':
      return issue.discriminator === undefined ? undefined : explainChoice(issue);
    case 'invalid_type':
      if (issue.input === undefined) return `is missing: ${expectedBy(issue)}`;
      return `expected ${expectedBy(issue)}${formatReceived(issue.input)}`;
    case 'invalid_value': {
      const near =
        typeof issue.input === 'string' ? nearest(issue.input, issue.values.map(String)) : [];
      const hint = near.length > 0 ? `. Did you mean ${formatValue(near[0])}?` : '';
      return `expected ${expectedBy(issue)}${formatReceived(issue.input)}${hint}`;
    }
    case 'too_small':
    case 'too_big':
      return `expected ${expectedBy(issue)}${formatReceived(issue.input)}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of': {
      const usual = z.config().localeError?.(issue);
      const text = typeof usual === 'object' ? usual?.message : usual;
      return text && `${text}${formatReceived(issue.input)}`;
    }
  }
}

/** Formats a bound. If it bounds a length, it gets a unit. */
function formatBound(limit: number | bigint, origin: string): string {
  const one = Number(limit) === 1;
  if (origin === 'string') return `${limit} ${one ? 'character' : 'characters'}`;
  const isList = origin === 'array' || origin === 'set' || origin === 'map';
  return isList ? `${limit} ${one ? 'entry' : 'entries'}` : String(limit);
}

function explainChoice(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const known = Array.isArray(issue.options) ? issue.options.map(String) : [];
  const name = String(issue.discriminator);
  const received = (issue.input as Readonly<Record<string, unknown>>)[name];
  if (received === undefined) return `is missing: one of ${known.join(', ')}`;
  const hint = formatSuggestion(typeof received === 'string' ? received : '', known);
  return `unknown ${nounOf(issue.inst) ?? name} ${formatValue(received)}.${hint}`;
}

function keysOf(inst: unknown): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

function nounOf(inst: unknown): string | undefined {
  return inst instanceof z.ZodType ? z.globalRegistry.get(inst)?.title : undefined;
}

function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[],
): readonly string[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      return describeUnion(issue.errors, path, issue.input);
    }
    return [formatLine(path, issue.message)];
  });
}

/** Lists what each member expects if all reject the value itself; otherwise reports the nearest member's issues. */
function describeUnion(
  members: readonly (readonly z.core.$ZodIssue[])[],
  path: readonly PropertyKey[],
  input: unknown,
): readonly string[] {
  if (members.every((issues) => issues.length === 1 && issues[0]!.path.length === 0)) {
    const wanted = members.map(([issue]) => expectedBy(issue!));
    return [formatLine(path, `expected ${wanted.join(' or ')}${formatReceived(input)}`)];
  }
  return describeIssues(nearestMember(members), path);
}

/** Selects the member whose least deep issue is deepest; among equals, the one with the fewest issues. */
function nearestMember(
  members: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.min(
      ...issues.map(({ code, path }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)),
    );
  return [...members].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]!;
}

function expectedBy(issue: z.core.$ZodIssue | z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') return nouns[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(formatValue).join(' or ');
  if (issue.code === 'too_small') {
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${formatBound(issue.minimum, issue.origin)}`;
  }
  if (issue.code === 'too_big') {
    return `${issue.inclusive === false ? 'less than' : 'at most'} ${formatBound(issue.maximum, issue.origin)}`;
  }
  return issue.message ?? 'something else';
}

const nouns: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function formatReceived(input: unknown): string {
  return input === undefined ? '' : `. Received: ${formatValue(input)}`;
}

function formatLine(path: readonly PropertyKey[], text: string): string {
  const prefix = formatPath(path);
  return prefix === '' ? text : `${prefix}: ${text}`;
}

/** Formats a received value, short and on one line; strings are in quotes. */
function formatValue(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  const text = typeof value === 'string' ? `'${json.slice(1, -1)}'` : json;
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters - 3)}...` : text;
}
