/** Tables of settings in Markdown: a row for each setting of a JSON schema, with type, bounds, default and meaning. */
import { constantOf, isName, membersOf, referenceOf, type JsonSchema } from './doc-comments.js';
import { linkTo } from './recipe-sections.js';

const columns = ['setting', 'type', 'bounds', 'default', 'meaning'];

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
      [name === undefined ? `no \`${key}\`` : code(name), '', '', '', '', meaning],
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
    const row = [code(path), formatType(setting), formatBounds(setting)];
    return [
      [...row, formatDefault(name, schema), setting.description ?? ''],
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
  return inner === undefined ? code(formatJson(value)) : 'as below';
}

const nouns: Readonly<Record<string, readonly [one: string, several: string]>> = {
  integer: ['whole number', 'whole numbers'],
  number: ['number', 'numbers'],
  string: ['text', 'texts'],
  boolean: ['true or false', 'true or false'],
  object: ['object', 'objects'],
};

/** The type of a setting, or the values that it may have. */
export function formatType(schema: JsonSchema, isPlural = false): string {
  const reference = referenceOf(schema);
  if (reference !== undefined) return linkTo(reference, isPlural);
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((one) => code(String(one))).join(', ');
  const members = membersOf(schema);
  if (members !== undefined) {
    const isNullable = members.length < (schema.anyOf ?? schema.oneOf)!.length;
    const types = [...members.map((member) => formatType(member)), ...(isNullable ? ['null'] : [])];
    return types.length < 2
      ? types.join('')
      : `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
  }
  if (schema.items !== undefined) return `list of ${formatType(schema.items, true)}`;
  return nouns[schema.type!]![isPlural ? 1 : 0];
}

function formatBounds(schema: JsonSchema): string {
  if (schema.items !== undefined) {
    const count = formatRange(schema.minItems ?? 0, schema.maxItems, 'entries');
    const each = formatBounds(schema.items);
    return each === '' ? count : `${count}, each ${each}`;
  }
  if (schema.pattern !== undefined) return code(schema.pattern);
  if (schema.maxLength !== undefined) {
    return formatRange(schema.minLength ?? 0, schema.maxLength, 'characters');
  }
  const members = membersOf(schema);
  if (members === undefined) return formatNumbers(schema);
  return members
    .map(formatBounds)
    .filter((bounds) => bounds !== '')
    .join('; ');
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

function formatRange(from: number | undefined, to: number | undefined, unit = ''): string {
  if (from === undefined || to === undefined) return '';
  return `${formatNumber(from)} to ${formatNumber(to)} ${unit}`.trim();
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
