/**
 * The pages of the lesson in the repository (docs/lesson, written by tools/lesson/docs.mjs) have the same content as
 * its chapters.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapters } from './chapters/chapters.js';

const folder = path.join(import.meta.dirname, '../../../../docs/lesson');
/** Removes the line breaks and escapes that a formatter adds. */
const plain = (text: string): string => text.replaceAll(/\s+/gu, ' ').replaceAll('\\', '');

describe.each(chapters.map((chapter) => [chapter.id, chapter] as const))('%s', (id, chapter) => {
  const page = (): string => plain(readFileSync(path.join(folder, `${id}.md`), 'utf8'));

  it('has a page with its text and the commands that reproduce it', () => {
    const text = page();
    for (const part of [chapter.title, ...chapter.paragraphs, ...chapter.commands]) {
      expect(text).toContain(plain(part));
    }
    expect(text).toContain(`speil lesson --only ${id}`);
  });

  it('has all pictures that its page shows', () => {
    const named = [...page().matchAll(/\]\((pictures\/[^)]+)\)/gu)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  });
});

it('every page belongs to a chapter', () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(pages.sort()).toEqual(chapters.map(({ id }) => `${id}.md`).sort());
});
