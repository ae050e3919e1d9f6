/**
 * Where the site is built, and under which address. `out/` is the root of a host: the site lies in it below the base
 * path, in a folder of its version, so that older versions can lie beside it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const site = join(import.meta.dirname, '..');
export const repository = join(site, '../..');

/** The version that is documented: that of the packages, which are released together. */
export const { version } = JSON.parse(
  readFileSync(join(repository, 'packages/core/package.json'), 'utf8'),
);

/** The path of all versions on the host, such as `/docs/`. */
export const base = readBase(process.env.SPEIL_DOCS_BASE);

/** The path of this version on the host. */
export const address = `${base}${version}/`;

/** Generated Markdown, from which VitePress builds the site. */
export const pages = join(site, 'generated/pages');
export const cache = join(site, 'generated/cache');
export const host = join(site, 'out');
/** The folder of all versions, and that of this one. */
export const versions = join(host, base);
export const out = join(versions, version);

/** @throws an error if the value is not an absolute path. */
export function readBase(value = '/docs/') {
  if (/^\/(?:[\w.-]+\/)*$/u.test(value)) return value;
  throw new Error(
    `SPEIL_DOCS_BASE must be a path that starts and ends with a slash, such as /docs/. Received: ${value}.`,
  );
}
