/**
 * Which files of the repository are pages of the site, and where. A file keeps its place below docs/; the others get
 * one here. The sidebars list the pages in this order, each by its first heading.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages } from '../../../tools/lib/entries.mjs';
import { repository } from './places.mjs';

const markdownIn = (folder) =>
  existsSync(join(repository, folder))
    ? readdirSync(join(repository, folder))
        .filter((name) => name.endsWith('.md') && name !== 'README.md')
        .map((name) => `${folder}/${name}`)
    : [];

const inDocs = (path) => [path, path.slice('docs/'.length).replace(/README\.md$/u, 'index.md')];
const packages = publicPackages.map((folder) => `packages/${folder}/README.md`);

/** Groups of pages: a title, and pairs of a path in the repository and a path on the site. */
export const groups = {
  start: { title: 'Start', pages: [['README.md', 'start.md']] },
  guides: {
    title: 'Guides',
    pages: ['terminal', 'own-data', 'music', 'publish', 'import', 'packages'].map((name) =>
      inDocs(`docs/guides/${name}.md`),
    ),
  },
  tutorials: {
    title: 'Tutorials',
    pages: [
      'README',
      'own-model',
      'your-pictures',
      'your-midi',
      'web-page',
      'python',
      'likelihood',
      'engine',
      'compile',
    ]
      .map((name) => `docs/tutorials/${name}.md`)
      .filter((path) => existsSync(join(repository, path)))
      .map(inDocs),
  },
  lesson: {
    title: 'What autoencoders learn',
    pages: ['docs/lesson/README.md', ...lessonChapters()].map(inDocs),
  },
  reference: {
    title: 'Reference',
    pages: [inDocs('docs/reference/recipes.md')],
  },
  packages: {
    title: 'Packages',
    pages: [
      ...packages.map((path) => [
        path,
        `packages/${path.slice(9, -'/README.md'.length).replace('/', '-')}.md`,
      ]),
      ['apps/terminal/README.md', 'packages/terminal.md'],
      ['apps/playground/README.md', 'packages/playground.md'],
    ],
  },
  project: {
    title: 'Project',
    pages: [['CONTRIBUTING.md', 'contributing.md'], inDocs('docs/benchmarks.md')],
  },
  decisions: {
    title: 'Decisions',
    pages: ['docs/decisions/README.md', ...markdownIn('docs/decisions').sort()].map(inDocs),
  },
};

/** In the order of the lesson's own list. */
function lessonChapters() {
  const order = [
    ...['autoencoder', 'noise-in-the-code', 'denoising', 'other-data', 'super-resolution'],
    ...['noise-enlarged', 'colour', 'plain-plane', 'dense-vae', 'conv-vae', 'pca', 'adversarial'],
  ].map((name) => `docs/lesson/${name}.md`);
  const further = markdownIn('docs/lesson').filter((path) => !order.includes(path));
  return [...order, ...further];
}

/** The folders of the models' packages. */
export const models = readdirSync(join(repository, 'packages/models'))
  .filter((name) => existsSync(join(repository, 'packages/models', name, 'package.json')))
  .sort();

/** Path on the site of each path in the repository that a document may link to. */
export const places = new Map([
  ...Object.values(groups).flatMap(({ pages }) => pages),
  // A folder is the page of its README.
  ...Object.values(groups).flatMap(({ pages }) =>
    pages
      .filter(([path]) => path.endsWith('/README.md'))
      .map(([path, page]) => [path.slice(0, -'/README.md'.length), page]),
  ),
  ...models.flatMap((name) => [
    [`packages/models/${name}`, `gallery/${name}.md`],
    [`packages/models/${name}/README.md`, `gallery/${name}.md`],
  ]),
  ['packages/models', 'gallery/index.md'],
  ['docs/api', 'api/index.md'],
]);
