/** The table "I want to ..." in CONTRIBUTING: each path that it names exists. The glossary stays short. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './workspace.js';

const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const section = (title: string): string => text.split(`### ${title}\n`)[1]!.split(/\n##/u)[0]!;
const rows = (title: string): readonly (readonly string[])[] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/u)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the map', () => {
  const requests = rows('I want to ...');

  it('answers at least twelve requests', () => {
    expect(requests.length).toBeGreaterThanOrEqual(12);
  });

  it.each(requests.map(([request, places]) => [request!, places!]))(
    'names only existing paths for "%s"',
    (_, places) => {
      // Paths have a slash; other names, such as that of an option, have none.
      const paths = [...places.matchAll(/`([^`\s]*\/[^`\s]*)`/gu)].map(([, path]) => path!);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    },
  );
});

describe('the glossary', () => {
  it('has at most thirty terms', () => {
    const terms = rows('Glossary').map(([term]) => term);
    expect(terms.length).toBeGreaterThan(10);
    expect(terms.length).toBeLessThanOrEqual(30);
    expect(new Set(terms).size).toBe(terms.length);
  });
});
