/** VitePress's settings. `build/build.mjs` writes the pages and the sidebars that it reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEmptyHeaders, slugify } from '../build/markdown.mjs';
import { address, cache, out, pages, site, version } from '../build/places.mjs';

export default {
  title: 'Speil',
  description: 'The documentation of Speil, an autoencoder studio in TypeScript.',
  lang: 'en',
  base: address,
  srcDir: pages,
  outDir: out,
  cacheDir: cache,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${address}icon.svg` }],
    ['meta', { name: 'theme-color', content: '#0e161c' }],
  ],
  vite: {
    build: { chunkSizeWarningLimit: 4000 },
    // The theme's component for links to social media loads its icons from a foreign host. There are no such links.
    resolve: {
      alias: [
        {
          find: /^.*\/VPSocialLink\.vue$/u,
          replacement: join(site, '.vitepress/theme/NoSocialLink.vue'),
        },
      ],
    },
  },
  markdown: {
    anchor: { slugify },
    config: (md) => md.use(plainEmptyHeaders),
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    siteTitle: false,
    version,
    nav: [
      { text: 'Guides', link: '/guides/terminal', activeMatch: '^/(start|guides|packages)' },
      { text: 'Tutorials', link: '/tutorials/', activeMatch: '^/tutorials/' },
      { text: 'Lesson', link: '/lesson/', activeMatch: '^/lesson/' },
      { text: 'Gallery', link: '/gallery/', activeMatch: '^/gallery/' },
      { text: 'Reference', link: '/api/', activeMatch: '^/(api|reference)/' },
      {
        text: 'Project',
        link: '/contributing',
        activeMatch: '^/(contributing|benchmarks|decisions)',
      },
    ],
    sidebar: JSON.parse(readFileSync(join(site, 'generated/sidebars.json'), 'utf8')),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
  },
};
