/** The gallery: a page for each model that is shipped, made from its package, and a page of all of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyPicture, write, writePage } from '../gather.mjs';
import { withoutFrontMatter } from '../markdown.mjs';
import { repository } from '../places.mjs';
import { models } from '../site-map.mjs';
import { filesTable, loadingSection } from './loading.mjs';
import { picturePath, pictures } from './pictures.mjs';

export async function writeGallery() {
  const cards = [];
  for (const name of models) {
    const model = await readPackage(name);
    await writePage(`gallery/${name}.md`, pageOf(model), `packages/models/${name}/README.md`);
    for (const number of (pictures[name] ?? []).keys()) {
      await copyPicture(picturePath(name, number));
    }
    cards.push(cardOf(model));
  }
  await write('gallery/index.md', indexOf(cards));
}

/** @throws an error if the gallery has no picture of the model. */
async function readPackage(name) {
  const folder = join(repository, 'packages/models', name);
  if (pictures[name] === undefined) {
    throw new Error(
      `Each model needs a picture in apps/docs/build/gallery/pictures.mjs. Received: no picture of ${name}.`,
    );
  }
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const card = withoutFrontMatter(await readFile(join(folder, 'README.md'), 'utf8'));
  return { name, folder, manifest, card };
}

function pageOf(model) {
  const { name, card } = model;
  // The card's first paragraph, the pictures, the rest of the card.
  const [, heading, opening, rest] = /^(# .+\n)\n([\s\S]*?\n)\n([\s\S]*)$/u.exec(card) ?? [];
  if (heading === undefined) {
    throw new Error(`A card starts with a heading and a paragraph. Received: ${name}/README.md.`);
  }
  const shown = pictures[name].map((picture, number) => figureOf(name, picture, number));
  return [
    `# ${name}\n`,
    opening,
    ...shown,
    '## The card\n',
    rest,
    '## Files\n',
    filesTable(model),
    loadingSection(model),
  ].join('\n');
}

function figureOf(name, { command, caption }, number) {
  const path = `../../../${picturePath(name, number)}`;
  return `![${caption}](${path})\n\n${caption}\n\n\`\`\`sh\nnpx ${command}\n\`\`\`\n`;
}

function cardOf({ name, manifest }) {
  return `<li><a href="./${name}.html"><img src="../${picturePath(name, 0).slice('docs/'.length)}" alt="" loading="lazy"><strong>${name}</strong><span>${manifest.description}</span></a></li>`;
}

function indexOf(cards) {
  return `---
aside: false
---

# Gallery

The ${cards.length} models that are included, with what they were trained on, how good they are, and how to load them. Each is a package of npm, \`@speil/model-NAME\`, and every command takes its short name.

<ul class="cards">
${cards.join('\n')}
</ul>
`;
}
