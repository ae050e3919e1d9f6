/**
 * Templates as files: `<%= name %>` in a text and `__name__` in a path stand for a value, and the ending `.template` is
 * removed. This is the part of EJS that `generateFiles` of @nx/devkit and this package have in common, so that both can
 * use the same templates.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param folder of templates.
 * @param values by their names in the templates.
 * @returns the texts by their paths, with `/` between folders.
 * @throws Error if a template names a value that is not given.
 */
export function renderFolder(
  folder: URL,
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const root = fileURLToPath(folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => {
      const name = relative(root, file).split(sep).join('/');
      return [
        render(name.replace(/\.template$/u, ''), /__(\w+?)__/gu, values, name),
        render(readFileSync(file, 'utf8'), /<%= (\w+) %>/gu, values, name),
      ];
    }),
  );
}

function render(
  text: string,
  placeholder: RegExp,
  values: Readonly<Record<string, string>>,
  file: string,
): string {
  return text.replaceAll(placeholder, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new Error(`${file} names the value '${name}', which is not given.`);
    return value;
  });
}
