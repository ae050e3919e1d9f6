/** A recipe as a file that can be changed and trained: JSON, or a module. */
import type { Recipe } from '@speil/api';

/** Lists and objects up to this many characters stay on one line. */
const lineWidth = 88;

/** @returns the text of a `.json` or `.mjs` file, without the final line break. */
export function formatRecipe(recipe: Recipe, as: 'json' | 'mjs'): string {
  return as === 'json'
    ? format(recipe, '', JSON.stringify)
    : `export default ${format(recipe, '', formatKey)};`;
}

function formatKey(key: string): string {
  return /^[a-z_$][\w$]*$/iu.test(key) ? key : JSON.stringify(key);
}

function format(value: unknown, indent: string, keyOf: (key: string) => string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((one: unknown) => (to: string) => format(one, to, keyOf))
    : Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(
          ([key, inner]) =>
            (to: string) =>
              `${keyOf(key)}: ${format(inner, to, keyOf)}`,
        );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  const space = isList || parts.length === 0 ? '' : ' ';
  const line = `${open}${space}${parts.map((part) => part('')).join(', ')}${space}${close}`;
  if (!line.includes('\n') && indent.length + line.length <= lineWidth) return line;
  const inner = `${indent}  `;
  return `${open}\n${parts.map((part) => inner + part(inner)).join(',\n')}\n${indent}${close}`;
}
