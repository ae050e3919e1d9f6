/**
 * The addresses of the site and its source, for canonical links, previews and guides. They are set while the pages are
 * built (see the README).
 */

/** RFC 2606 reserves this host, so a forgotten setting cannot lead to a real site. */
const nobody = 'https://speil.example';

export const siteUrl = trimmed(process.env.SPEIL_SITE_URL ?? nobody);
export const sourceUrl = trimmed(process.env.SPEIL_SOURCE_URL ?? `${nobody}/source`);

/** @returns the address of a file in the repository, on its host. */
export function inSource(file: string): string {
  return `${sourceUrl}/blob/main/${file}`;
}

function trimmed(url: string): string {
  return url.replace(/\/+$/u, '');
}
