/** The pages of the site and their paths. */

export const scenes = ['explore', 'draw', 'compare', 'train', 'beats', 'melodies'] as const;
export type Scene = (typeof scenes)[number];
/** The scenes, and the About page. */
export type SitePage = Scene | 'about';

const folders: Readonly<Record<SitePage, string>> = {
  explore: '',
  draw: 'draw/',
  compare: 'compare/',
  train: 'train/',
  beats: 'beats/',
  melodies: 'melodies/',
  about: 'about/',
};

/** The target of each page's skip link. */
export const mainParts = {
  explore: { id: 'plane', text: 'skipToPlane' },
  draw: { id: 'restored', text: 'skipToRestored' },
  compare: { id: 'planes', text: 'skipToPlanes' },
  train: { id: 'training', text: 'skipToTraining' },
  beats: { id: 'pad', text: 'skipToPad' },
  melodies: { id: 'pad', text: 'skipToPad' },
  about: { id: 'about', text: 'skipToText' },
} as const satisfies Readonly<Record<SitePage, { id: string; text: string }>>;

export function pagePath(locale: string, page: SitePage): string {
  return `/${locale}/${folders[page]}`;
}

/** Whether a scene is one of pictures, which share an input picture. */
export function hasPictures(page: SitePage): boolean {
  return page === 'explore' || page === 'draw' || page === 'compare';
}

/** @returns the part of a fragment that is carried to another scene: the input picture. */
export function carriedAlong(fragment: string): string {
  const parts = new URLSearchParams(fragment.slice(1));
  const key = ['ink', 'pixels', 'item'].find((name) => parts.has(name));
  return key === undefined ? '' : `#${key}=${encodeURIComponent(parts.get(key)!)}`;
}
