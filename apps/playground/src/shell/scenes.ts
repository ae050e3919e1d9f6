/** The scenes of the page, and where each of them lies. */

export const scenes = ['manifold', 'draw', 'compare', 'beats', 'melodies'] as const;
export type Scene = (typeof scenes)[number];

const folders: Readonly<Record<Scene, string>> = {
  manifold: '',
  draw: 'draw/',
  compare: 'compare/',
  beats: 'beats/',
  melodies: 'melodies/',
};

/** What a scene's skip link leads to. */
export const mainParts = {
  manifold: { id: 'plane', text: 'skipToPlane' },
  draw: { id: 'mirror', text: 'skipToMirror' },
  compare: { id: 'planes', text: 'skipToPlanes' },
  beats: { id: 'pad', text: 'skipToPad' },
  melodies: { id: 'pad', text: 'skipToPad' },
} as const satisfies Readonly<Record<Scene, { id: string; text: string }>>;

export function scenePath(locale: string, scene: Scene): string {
  return `/${locale}/${folders[scene]}`;
}

/** Whether a scene is one of pictures, which all can hold up the same. */
export function hasPictures(scene: Scene): boolean {
  return scene !== 'beats' && scene !== 'melodies';
}

/** What of a fragment goes along to another scene: what is held up. */
export function carriedAlong(fragment: string): string {
  const parts = new URLSearchParams(fragment.slice(1));
  const key = ['ink', 'pixels', 'item'].find((name) => parts.has(name));
  return key === undefined ? '' : `#${key}=${encodeURIComponent(parts.get(key)!)}`;
}
