/** The lesson's pages in the repository (docs/lesson, written by tools/lesson/docs.mjs) say what its chapters say. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chapters } from './chapters/chapters.js';

const folder = path.join(import.meta.dirname, '../../../../docs/lesson');
/** Without the line breaks and escapes that a formatter sets. */
const plain = (text: string): string => text.replaceAll(/\s+/gu, ' ').replaceAll('\\', '');

describe.each(chapters.map((chapter) => [chapter.id, chapter] as const))('%s', (id, chapter) => {
  const page = (): string => plain(readFileSync(path.join(folder, `${id}.md`), 'utf8'));

  it('has a page with its words and the commands that reproduce it', () => {
    const text = page();
    for (const part of [chapter.title, ...chapter.paragraphs, ...chapter.commands]) {
      expect(text).toContain(plain(part));
    }
    expect(text).toContain(`speil lesson --only ${id}`);
  });

  it('has its pictures', () => {
    const named = [...page().matchAll(/\]\((pictures\/[^)]+)\)/gu)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  });
});

it('no page is left of a chapter that is gone', () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(pages.sort()).toEqual(chapters.map(({ id }) => `${id}.md`).sort());
});
