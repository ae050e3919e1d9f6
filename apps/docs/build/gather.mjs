/** Copies the documents of the repository to the site's pages, with their links and pictures. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pictureAt, rewriteLinks } from './links.mjs';
import { withoutFrontMatter } from './markdown.mjs';
import { pages, repository, site } from './places.mjs';
import { groups } from './site-map.mjs';

export async function gatherDocuments() {
  for (const { pages: list } of Object.values(groups)) {
    for (const [source, page] of list) await gather(source, page);
  }
  await cp(join(site, 'pages'), pages, { recursive: true });
}

async function gather(source, page) {
  const markdown = await readFile(join(repository, source), 'utf8');
  await writePage(page, withoutFrontMatter(markdown), source);
}

/**
 * Writes a page of the site.
 *
 * @param page its path on the site.
 * @param markdown its text, with links as in the repository.
 * @param source the path in the repository that its links start from.
 */
export async function writePage(page, markdown, source) {
  const { text, pictures } = rewriteLinks(markdown, source);
  for (const path of pictures) await copyPicture(path);
  await write(page, text.replaceAll(/^```(\w+) (?:run|page)$/gmu, '```$1'));
}

/** Copies a picture of the repository to the site. */
export async function copyPicture(path) {
  const target = join(pages, pictureAt(path));
  await mkdir(dirname(target), { recursive: true });
  await cp(join(repository, path), target);
}

/** Writes a file of the site as it is. */
export async function write(page, text) {
  const file = join(pages, page);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
