/** The pages of the site and their paths. */

export const scenes = [
  'explore',
  'draw',
  'compare',
  'train',
  'lesson',
  'beats',
  'melodies',
] as const;
export type Scene = (typeof scenes)[number];
/** The scenes, the lesson's sheet and notes for teachers, and the About page. */
export type SitePage = Scene | 'sheet' | 'teachers' | 'about';

const folders: Readonly<Record<SitePage, string>> = {
  explore: '',
  draw: 'draw/',
  compare: 'compare/',
  train: 'train/',
  lesson: 'lesson/',
  sheet: 'lesson/sheet/',
  teachers: 'lesson/teachers/',
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
  lesson: { id: 'contents', text: 'skipToContents' },
  sheet: { id: 'sheet', text: 'skipToText' },
  teachers: { id: 'notes', text: 'skipToText' },
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

/** @returns the part of a fragment that is carried to another scene: the input picture, and an own model. */
export function carriedAlong(fragment: string): string {
  const parts = new URLSearchParams(fragment.slice(1));
  const isOwn = parts.get('model') === 'own' || parts.get('network') === 'own';
  // A scene of an own model numbers the items that this model has not learned from.
  const key = ['ink', 'pixels', ...(isOwn ? [] : ['item'])].find((name) => parts.has(name));
  const carried = [
    ...(isOwn ? ['model=own'] : []),
    ...(key === undefined ? [] : [`${key}=${encodeURIComponent(parts.get(key)!)}`]),
  ];
  return carried.length === 0 ? '' : `#${carried.join('&')}`;
}
