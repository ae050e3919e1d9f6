/** The menus at the side of the pages, by the part of the site. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { titleOf } from './markdown.mjs';
import { pages } from './places.mjs';
import { groups, models } from './site-map.mjs';

/**
 * @param reference the entries of each package, as `writeReference` returns them.
 * @returns VitePress's sidebars.
 */
export async function makeSidebars(reference) {
  const learning = await Promise.all(
    ['start', 'guides', 'tutorials', 'lesson', 'packages'].map(menuOf),
  );
  const project = await Promise.all(['project', 'decisions'].map(menuOf));
  const recipes = await menuOf('reference');
  const packages = reference.map(({ folder, entries }) => ({
    text: entries[0].name,
    link: linkTo(entries[0].page),
    ...(entries.length > 1 && {
      collapsed: folder !== 'core',
      items: entries.slice(1).map(({ name, page }) => ({ text: name, link: linkTo(page) })),
    }),
  }));
  return {
    '/': learning.filter(({ items }) => items.length > 0),
    '/gallery/': [
      {
        text: 'Gallery',
        items: ['index', ...models].map((name) => ({
          text: name === 'index' ? 'All models' : name,
          link: `/gallery/${name === 'index' ? '' : name}`,
        })),
      },
    ],
    '/api/': [{ text: 'API reference', link: '/api/', items: [] }, ...packages, recipes],
    '/reference/': [{ text: 'API reference', link: '/api/', items: [] }, ...packages, recipes],
    ...Object.fromEntries(
      ['/contributing', '/benchmarks', '/decisions/'].map((path) => [path, project]),
    ),
  };
}

async function menuOf(group) {
  const { title, pages: list } = groups[group];
  const items = await Promise.all(
    list.map(async ([, page]) => ({
      text: titleOf(await readFile(join(pages, page), 'utf8')),
      link: linkTo(page),
    })),
  );
  return { text: title, items };
}

function linkTo(page) {
  return `/${page.replace(/(?:index)?\.md$/u, '')}`;
}
