/**
 * Where the site and its source are: what links to others, previews and guides are made of. Set while the pages are built, since
 * files alone do not know their address (README).
 */

/** RFC 2606: nobody's, so that what was forgotten leads nowhere. */
const nobody = 'https://speil.example';

export const siteUrl = trimmed(process.env.SPEIL_SITE_URL ?? nobody);
export const sourceUrl = trimmed(process.env.SPEIL_SOURCE_URL ?? `${nobody}/source`);

/** A file of the repository, as its host shows it. */
export function inSource(file: string): string {
  return `${sourceUrl}/blob/main/${file}`;
}

function trimmed(url: string): string {
  return url.replace(/\/+$/u, '');
}
