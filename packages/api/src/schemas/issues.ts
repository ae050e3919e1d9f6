/**
 * What is wrong with data that do not fit a schema, one short text for each place: where it is, what was expected, what
 * came, and the name that was meant. Zod's own report of a union says nothing; here the member that the data come nearest
 * to speaks.
 */
import * as z from 'zod';
import { nearest, suggestion } from '../errors/suggest.js';

/** Issues that one line has room for. */
const shownIssues = 3;

/** Characters of a foreign value that are shown. */
const shownCharacters = 60;

export type Checked<T> =
  | { readonly data: T }
  /** Texts such as `model.architecture.encoder[3].type: unknown layer 'flaten'. Did you mean 'flatten'?` */
  | { readonly problems: readonly string[] };

export function check<S extends z.ZodType>(schema: S, data: unknown): Checked<z.output<S>> {
  const result = schema.safeParse(data, { error: explain, reportInput: true });
  if (result.success) return { data: result.data };
  const problems = describe(result.error.issues, []);
  // A name that was meant otherwise is why another is missing: it must not be what there is no room for.
  const [known, other] = [true, false].map((is) => problems.filter((one) => isMeant(one) === is));
  return { problems: [...known!, ...other!].slice(0, shownIssues) };
}

/** Whether a text ends in the name that was meant. */
function isMeant(problem: string): boolean {
  return problem.endsWith('?');
}

/** Problems as the end of a sentence, with its stop. */
export function listProblems(problems: readonly string[]): string {
  const text = problems.map((problem) => problem.replace(/\.$/u, '')).join('; ');
  return text.endsWith('?') ? text : `${text}.`;
}

/** `encoder[3].type`; keys that are no plain names are quoted. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = /^[\w$@/-]{1,100}$/u.test(String(key)) ? String(key) : shown(String(key));
      return i === 0 ? name : `.${name}`;
    })
    .join('');
}

/** The text of an issue for which the schema itself has none. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const [key] = issue.keys;
      return `unknown key ${shown(key)}.${suggestion(String(key), keysOf(issue.inst))}`;
    }
    case 'invalid_union':
      return issue.discriminator === undefined ? undefined : explainChoice(issue);
    case 'invalid_type':
      if (issue.input === undefined) return `is missing: ${expectedBy(issue)}`;
      return `expected ${expectedBy(issue)}${received(issue.input)}`;
    case 'invalid_value': {
      const near =
        typeof issue.input === 'string' ? nearest(issue.input, issue.values.map(String)) : [];
      const meant = near.length > 0 ? `. Did you mean ${shown(near[0])}?` : '';
      return `expected ${expectedBy(issue)}${received(issue.input)}${meant}`;
    }
    case 'too_small':
    case 'too_big':
      return `expected ${expectedBy(issue)}${received(issue.input)}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of': {
      const usual = z.config().localeError?.(issue);
      const text = typeof usual === 'object' ? usual?.message : usual;
      return text && `${text}${received(issue.input)}`;
    }
  }
}

/** A bound with what it counts, where that is not the value itself. */
function counted(limit: number | bigint, origin: string): string {
  const one = Number(limit) === 1;
  if (origin === 'string') return `${limit} ${one ? 'character' : 'characters'}`;
  const isList = origin === 'array' || origin === 'set' || origin === 'map';
  return isList ? `${limit} ${one ? 'entry' : 'entries'}` : String(limit);
}

function explainChoice(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const known = Array.isArray(issue.options) ? issue.options.map(String) : [];
  const name = String(issue.discriminator);
  const came = (issue.input as Readonly<Record<string, unknown>>)[name];
  if (came === undefined) return `is missing: one of ${known.join(', ')}`;
  const meant = suggestion(typeof came === 'string' ? came : '', known);
  return `unknown ${nounOf(issue.inst) ?? name} ${shown(came)}.${meant}`;
}

function keysOf(inst: unknown): readonly string[] {
  return inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
}

function nounOf(inst: unknown): string | undefined {
  return inst instanceof z.ZodType ? z.globalRegistry.get(inst)?.title : undefined;
}

function describe(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[],
): readonly string[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      return describeUnion(issue.errors, path, issue.input);
    }
    return [line(path, issue.message)];
  });
}

/** Of members of one kind that all refuse the value itself, what each expects; else what the nearest member says. */
function describeUnion(
  members: readonly (readonly z.core.$ZodIssue[])[],
  path: readonly PropertyKey[],
  input: unknown,
): readonly string[] {
  if (members.every((issues) => issues.length === 1 && issues[0]!.path.length === 0)) {
    const wanted = members.map(([issue]) => expectedBy(issue!));
    return [line(path, `expected ${wanted.join(' or ')}${received(input)}`)];
  }
  return describe(nearestMember(members), path);
}

/** The member whose complaints lie deepest; of equals, the one with the fewest. */
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
  if (issue.code === 'invalid_value') return issue.values.map(shown).join(' or ');
  if (issue.code === 'too_small') {
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${counted(issue.minimum, issue.origin)}`;
  }
  if (issue.code === 'too_big') {
    return `${issue.inclusive === false ? 'less than' : 'at most'} ${counted(issue.maximum, issue.origin)}`;
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

function received(input: unknown): string {
  return input === undefined ? '' : `. Received: ${shown(input)}`;
}

function line(path: readonly PropertyKey[], text: string): string {
  const place = placeOf(path);
  return place === '' ? text : `${place}: ${text}`;
}

/** A foreign value in quotes where it is a text, short and on one line. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  const text = typeof value === 'string' ? `'${json.slice(1, -1)}'` : json;
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters - 3)}...` : text;
}
