/** Tables of settings in Markdown: a row for each setting of a JSON schema, with its values, default and meaning. */
import { constantOf, isName, membersOf, referenceOf, type JsonSchema } from './doc-comments.js';
import { linkTo } from './recipe-sections.js';

const columns = ['setting', 'values', 'default', 'meaning'];

/** The settings of an object. */
export function tableOf(schema: JsonSchema): string {
  return formatTable(columns, rowsOf(schema, ''));
}

/** A row for each member of a union, followed by the rows of its settings. */
export function tableOfMembers(members: readonly JsonSchema[]): string {
  const key = members
    .flatMap((member) => Object.keys(member.properties!).filter((name) => isName(name, member)))
    .at(0)!;
  const rows = members.flatMap((member) => {
    const name = constantOf(member);
    const examples = member.examples?.map((one) => `Example: ${code(formatJson(one))}`) ?? [];
    const meaning = [member.description, ...examples].join(' ');
    return [
      [name === undefined ? `no \`${key}\`` : code(name), '', '', '', meaning],
      ...rowsOf(member, '').map((row) => ['', ...row]),
    ];
  });
  return formatTable([key, ...columns], rows);
}

/** The settings of an object; those of an object inside it follow with their path. */
function rowsOf(schema: JsonSchema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, setting]) => {
    if (isName(name, schema)) return [];
    const path = `${prefix}${name}`;
    const meaning = setting.description ?? '';
    return [
      [code(path), formatValues(setting), formatDefault(name, schema), meaning],
      ...objectsIn(setting).flatMap(([inner, suffix]) => rowsOf(inner, `${path}${suffix}.`)),
    ];
  });
}

/** The objects that a setting, a member of it or the elements of its list may be. */
function objectsIn(setting: JsonSchema): readonly (readonly [JsonSchema, suffix: string])[] {
  if (setting.properties !== undefined) return [[setting, '']];
  if (setting.items?.properties !== undefined) return [[setting.items, '[]']];
  return membersOf(setting)?.flatMap(objectsIn) ?? [];
}

function formatDefault(name: string, { properties, required }: JsonSchema): string {
  if (required?.includes(name) === true) return 'required';
  const { default: value, properties: inner } = properties![name]!;
  if (value === undefined) return 'none';
  // The rows of the object follow.
  if (inner !== undefined) return 'as below';
  return code(typeof value === 'string' ? value : formatJson(value));
}

const nouns: Readonly<Record<string, readonly [one: string, several: string]>> = {
  integer: ['whole number', 'whole numbers'],
  number: ['number', 'numbers'],
  string: ['text', 'texts'],
  boolean: ['true or false', 'true or false'],
  object: ['object', 'objects'],
};

/** What a setting may be: `whole number (1 to 64)`, the values of an enumeration, or a link to its section. */
export function formatValues(schema: JsonSchema, isPlural = false): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return linkTo(reference, isPlural);
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((one) => code(String(one))).join(', ');
  const members = membersOf(schema);
  if (members !== undefined) {
    const isNullable = members.length < (schema.anyOf ?? schema.oneOf)!.length;
    return formatChoice([
      ...members.map((member) => formatValues(member)),
      ...(isNullable ? ['null'] : []),
    ]);
  }
  if (schema.items !== undefined) {
    const count = formatRange(schema.minItems ?? 0, schema.maxItems);
    return `list of ${count} ${formatValues(schema.items, true)}`;
  }
  const noun = nouns[schema.type!]![isPlural ? 1 : 0];
  const bounds = formatBounds(schema);
  return bounds === '' ? noun : `${noun} (${bounds})`;
}

function formatChoice(choices: readonly string[]): string {
  const before = choices.slice(0, -1).join(', ');
  return before === '' ? choices.join('') : `${before} or ${choices.at(-1)}`;
}

function formatBounds(schema: JsonSchema): string {
  if (schema.pattern !== undefined) return code(schema.pattern);
  return schema.maxLength === undefined
    ? formatNumbers(schema)
    : `${formatRange(schema.minLength ?? 0, schema.maxLength)} characters`;
}

function formatNumbers({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
}: JsonSchema): string {
  if (exclusiveMinimum === undefined && exclusiveMaximum === undefined) {
    return formatRange(minimum, maximum);
  }
  const ends = [
    ['above', exclusiveMinimum],
    ['at least', minimum],
    ['below', exclusiveMaximum],
    ['at most', maximum],
  ] as const;
  return ends
    .flatMap(([word, end]) => (end === undefined ? [] : [`${word} ${formatNumber(end)}`]))
    .join(', ');
}

function formatRange(from: number | undefined, to: number | undefined): string {
  return from === undefined || to === undefined
    ? ''
    : `${formatNumber(from)} to ${formatNumber(to)}`;
}

function formatNumber(value: number): string {
  return value.toLocaleString('en');
}

/** JSON on one line, with spaces. */
export function formatJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}: ${formatJson(inner)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const format = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [format(head), format(head.map(() => '---')), ...rows.map(format)].join('\n');
}

export function code(text: string): string {
  return `\`${text}\``;
}
