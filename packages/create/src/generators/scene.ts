/**
 * A scene of the playground: its page with a latent plane and the digit decoded at the cursor, its state and link, its
 * texts in both languages, its place in the navigation, its preview, and its tests, in Node and in a browser.
 */
import type { Tree } from '@nx/devkit';
import { insertElement, insertImport, type Place } from '../insert.js';
import type { Names } from '../names.js';
import { addFiles, defineGenerator, edit } from '../workspace.js';

const app = 'apps/playground';
/** Characters of a name, for which the navigation has room. */
const longest = 20;

export default defineGenerator((tree, names) => {
  const { name, variable, words } = names;
  if (name.length > longest) {
    throw new Error(
      `The name of a scene must have at most ${longest} characters: it is in the navigation of every page. Received: '${name}'.`,
    );
  }
  // No variable or namespace of another scene is called so, and no reserved word.
  const texts = `${variable}Scene`;
  const title = words[0]!.toUpperCase() + words.slice(1);
  // The folder of Next's route is called [locale]; brackets mean something else in the names of templates.
  addFiles(tree, 'scene', app, { ...names, texts, title, locale: '[locale]' });
  addPage(tree, names);
  addTexts(tree, names, texts, title);
  addPreview(tree, names);
  return [
    `${app}/src/scenes/${name}: what the scene shows and does; ${app}/src/i18n: what it says`,
    `cd ${app} && npx vitest run src/scenes/${name} src/i18n`,
    `npx nx build @speil/playground && npm start, then /en/${name}/`,
    `cd ${app} && node build/previews.mjs: its own preview; until then a link to it shows that of the About page`,
    `cd ${app} && npx vitest run --config vitest.journeys.config.ts journeys/${name}.journey.ts`,
    `${app}/README.md: a sentence about it, and the worker’s new questions by step 3 of "Add a scene"`,
  ];
});

/** The route, the target of the skip link, and the list by which journeys visit all pages. */
function addPage(tree: Tree, { name }: Names): void {
  edit(
    tree,
    `${app}/src/site/pages.ts`,
    row(['scenes'], `'${name}'`),
    row(['folders'], `'${name}': '${name}/'`),
    row(['mainParts'], `'${name}': { id: 'plane', text: 'skipToPlane' }`),
  );
  edit(tree, `${app}/journeys/around.journey.ts`, row(['pages'], `'${name}/'`));
}

function addTexts(tree: Tree, { name, words }: Names, texts: string, title: string): void {
  const i18n = `${app}/src/i18n`;
  edit(tree, `${i18n}/messages.ts`, row(['own'], `'${name}': ['${texts}']`));
  const descriptions = {
    en: `Say here what the scene ${words} is, in one or two sentences. Live, in your browser, offline too.`,
    nb: `Si her hva scenen ${words} er, i én eller to setninger. Rett i nettleseren, også uten internett.`,
  };
  const titles = { en: `Speil: the scene ${words}`, nb: `Speil: scenen ${words}` };
  for (const locale of ['en', 'nb'] as const) {
    edit(
      tree,
      `${i18n}/${locale}/${locale}.ts`,
      (text, what) => insertImport(text, what, `import { ${texts} } from './${name}';`),
      row([locale], `...${texts}`),
    );
    edit(
      tree,
      `${i18n}/${locale}/page.ts`,
      row(
        ['page', 'about'],
        `'${name}': { title: '${titles[locale]}', description: '${descriptions[locale]}' }`,
      ),
      row(['page', 'page'], `'${name}': '${title}'`),
    );
  }
}

/** A preview is rendered from a built site, in a browser. Until then the page has that of the About page. */
function addPreview(tree: Tree, { name }: Names): void {
  edit(
    tree,
    `${app}/build/previews.mjs`,
    row(['previews'], `'${name}': ['en/${name}/', '[data-reconstruction][data-alive="true"]']`),
  );
  const previews = `${app}/src/entry/previews`;
  const about = tree.read(`${previews}/about.png`);
  if (about !== null) tree.write(`${previews}/${name}.png`, about);
}

function row(place: Place, element: string) {
  return (text: string, what: string): string => insertElement(text, what, place, element);
}
