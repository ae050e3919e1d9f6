/** Checks a built site: every link and every anchor has a target, and no page loads anything from another host. */
import { readFile, readdir } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';

/**
 * @param folder the files of the site.
 * @param base the path of that folder on its host.
 * @returns one line for each link whose page, file or anchor does not exist.
 */
export async function findDeadLinks(folder, base) {
  const files = new Set(await filesIn(folder));
  const anchors = new Map();
  const html = new Map();
  for (const file of [...files].filter((name) => name.endsWith('.html'))) {
    const text = await readFile(join(folder, file), 'utf8');
    html.set(file, text);
    anchors.set(file, new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/gu)].map(([, id]) => id)));
  }
  const dead = [];
  for (const [file, text] of html) {
    for (const [, target] of text.matchAll(/\s(?:href|src)="([^"]*)"/gu)) {
      const problem = problemOf(decode(target), file, { files, anchors, base });
      if (problem !== undefined) dead.push(`${file}: ${problem}: ${target}`);
    }
  }
  return dead;
}

function problemOf(target, file, { files, anchors, base }) {
  if (/^[a-z]+:/u.test(target)) return undefined;
  const [path, anchor] = target.split('#');
  const asked = path.startsWith('/')
    ? path.startsWith(base) && path.slice(base.length)
    : path === ''
      ? file
      : posix.join(posix.dirname(file), path);
  if (asked === false) return 'a link that leaves the base path';
  const found = [asked, posix.join(asked, 'index.html'), `${asked}.html`].find((name) =>
    files.has(name),
  );
  if (found === undefined) return 'a link without a target';
  if (anchor && anchors.has(found) && !anchors.get(found).has(anchor)) {
    return 'a link to an anchor that does not exist';
  }
  return undefined;
}

/**
 * What a page loads by itself: sources, style sheets, imports and fonts. A link that a person may follow is not a load,
 * and neither is the name of an XML namespace.
 */
const loads = [
  /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\ssrc(?:set)?="((?:https?:)?\/\/[^"]+)"/gu,
  /<link\b[^>]*\shref="((?:https?:)?\/\/[^"]+)"/gu,
  /url\(\s*["']?((?:https?:)?\/\/[^"')]+)/gu,
  /@import\s+["']((?:https?:)?\/\/[^"']+)/gu,
  /\b(?:fetch|import|importScripts|sendBeacon)\(\s*["'`]((?:https?:)?\/\/[^"'`]+)/gu,
];

/** @returns one line for each load from another host in the HTML, CSS and JavaScript of a folder. */
export async function findForeignLoads(folder) {
  const found = [];
  for (const file of await filesIn(folder)) {
    if (!/\.(?:html|css|js)$/u.test(file)) continue;
    const text = await readFile(join(folder, file), 'utf8');
    for (const [, url] of loads.flatMap((pattern) => [...text.matchAll(pattern)])) {
      found.push(`${file}: a load from another host: ${url}`);
    }
  }
  return found;
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll(sep, '/'),
    );
}

function decode(target) {
  return decodeURIComponent(target.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
}
