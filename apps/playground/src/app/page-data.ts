/** What the pages need at build time: their metadata, and the data of models that is included in the pages. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atlasSchema, latentAtlasSchema, parseJson } from '@speil/api';
import type { Atlas, LatentAtlas } from '@speil/api';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import * as z from 'zod';
import type { Locale } from '../i18n/locales';
import { isLocale, locales } from '../i18n/locales';
import { dictionaries } from '../i18n/messages';
import { musicModels, patternSteps } from '../worker/protocol/music';
import type { MusicKind } from '../worker/protocol/music';
import { planeModels } from '../worker/protocol/images';
import { modelUrl } from '../worker/protocol/paths';
import type { SitePlane } from '../worker/protocol/images';
import { pagePath } from '../site/pages';
import type { SitePage } from '../site/pages';
import { siteUrl } from '../site/urls';

export interface PageProps {
  readonly params: Promise<{ locale: string }>;
}

export async function readLocale({ params }: PageProps): Promise<Locale> {
  const { locale } = await params;
  return isLocale(locale) ? locale : notFound();
}

/** Size of a link's preview (build/previews.mjs). */
const preview = { width: 1200, height: 630 };

export function buildMetadata(locale: Locale, page: SitePage): Metadata {
  const { title, description } = dictionaries[locale].about[page];
  const languages = Object.fromEntries(locales.map((other) => [other, pagePath(other, page)]));
  const picture = { url: `/previews/${previewOf(page)}.png`, alt: title, ...preview };
  return {
    metadataBase: new URL(siteUrl),
    ...{ title, description },
    applicationName: 'Speil',
    manifest: '/manifest.webmanifest',
    icons: { icon: '/icon.svg', apple: '/icons/apple-touch-icon.png' },
    alternates: {
      canonical: pagePath(locale, page),
      // The entry page redirects by language.
      languages: { ...languages, 'x-default': page === 'explore' ? '/' : pagePath('en', page) },
    },
    openGraph: {
      ...{ title, description, type: 'website', siteName: 'Speil' },
      ...{ locale: openGraphLocales[locale], url: pagePath(locale, page), images: [picture] },
    },
    twitter: { card: 'summary_large_image', title, description, images: [picture] },
  };
}

/** The lesson's sheet and notes share the lesson's preview. */
const previewOf = (page: SitePage): SitePage =>
  page === 'sheet' || page === 'teachers' ? 'lesson' : page;

const openGraphLocales: Readonly<Record<Locale, string>> = { en: 'en_GB', nb: 'nb_NO' };

export async function readAtlas(): Promise<Atlas> {
  const text = (await readAtlasFile('atlas.json')).toString('utf8');
  return parseJson(atlasSchema, text, 'atlas.json');
}

/** @returns the plane's centre and extent, and where its latents are stored. */
export async function readWindow(
  plane: SitePlane,
): Promise<Pick<LatentAtlas, 'latents' | 'centre' | 'extent'>> {
  const text = (await readAtlasFile('atlas.json', plane)).toString('utf8');
  const { latents, centre, extent } = parseJson(latentAtlasSchema, text, 'atlas.json');
  return { latents, centre, extent };
}

const examplesSchema = z.array(
  z.object({
    name: z.string().min(1).max(60),
    pattern: z.array(z.int().min(0).max(511)).length(patternSteps),
  }),
);

/** @returns the examples that build/music-assets.mjs wrote for a music model. */
export async function readExamples(
  kind: MusicKind,
): Promise<readonly { name: string; pattern: readonly number[] }[]> {
  const file = `public${modelUrl(musicModels[kind])}examples.json`;
  const text = await readFile(path.join(process.cwd(), file), 'utf8');
  return parseJson(examplesSchema, text, 'examples.json');
}

export async function readAtlasFile(name: string, plane: SitePlane = 'vae'): Promise<Buffer> {
  const folder = `public${modelUrl(planeModels[plane])}atlas`;
  return await readFile(path.join(process.cwd(), folder, name));
}
