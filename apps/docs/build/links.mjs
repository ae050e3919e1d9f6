/**
 * Rewrites the links of a document for the site. A link to another page becomes a path from the site's root, a picture
 * is copied, and a link to what is not on the site, such as a source file, becomes its text.
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { repository } from './places.mjs';
import { places } from './site-map.mjs';

const link = /(!?)\[((?:[^\]\\]|\\.|\](?=\())*?)\]\(([^)\s]+)((?:\s+"[^"]*")?)\)/gu;

/**
 * @param markdown a document's text.
 * @param source its path in the repository, from which its links are resolved.
 * @returns the text for the site, and the paths of the pictures that it shows.
 * @throws an error that names a link without a target.
 */
export function rewriteLinks(markdown, source) {
  const pictures = new Set();
  const text = mapOutsideFences(markdown, (prose) =>
    prose.replaceAll(link, (whole, bang, label, target, title) => {
      if (/^(?:[a-z]+:|#)/u.test(target)) return whole;
      const [path, anchor] = target.split('#');
      const wanted = posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/u, '');
      if (!existsSync(join(repository, wanted))) {
        throw new Error(
          `A link of ${source} must name a file of the repository. Received: ${target}. Correct the link.`,
        );
      }
      if (bang === '!') {
        pictures.add(wanted);
        return `![${label}](/${pictureAt(wanted)}${title})`;
      }
      const page = wanted.startsWith('docs/api/') ? 'api/index.md' : places.get(wanted);
      if (page === undefined) return label;
      return `[${label}](/${page}${anchor === undefined ? '' : `#${anchor}`}${title})`;
    }),
  );
  return { text, pictures: [...pictures] };
}

/** Where a picture of the repository lies on the site. */
export function pictureAt(path) {
  return path.startsWith('docs/') ? path.slice('docs/'.length) : `pictures/${path}`;
}

function mapOutsideFences(markdown, change) {
  return markdown
    .split(/(^(?:`{3,}|~{3,})[^\n]*\n[\s\S]*?^(?:`{3,}|~{3,})[ \t]*$)/mu)
    .map((part) => (/^(?:`{3}|~{3})/u.test(part) ? part : change(part)))
    .join('');
}
