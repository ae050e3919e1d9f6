/** The gallery: a page for each model that is shipped, made from its package, and a page of all of them. */
import { existsSync } from 'node:fs';
import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyPicture, write, writePage } from '../gather.mjs';
import { withoutFrontMatter } from '../markdown.mjs';
import { address, pages, repository } from '../places.mjs';
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
  const examples = existsSync(join(folder, 'examples'))
    ? (await readdir(join(folder, 'examples'))).filter((file) => file.endsWith('.mid')).sort()
    : [];
  for (const file of examples) {
    const target = join(pages, 'public/examples', name);
    await cp(join(folder, 'examples', file), join(target, file));
  }
  return { name, folder, manifest, card, examples, isMusic: examples.length > 0 };
}

function pageOf(model) {
  const { name, card } = model;
  // The card's first paragraph, the pictures, the rest of the card.
  const [, heading, opening, rest] = /^(# .+\n)\n([\s\S]*?\n)\n([\s\S]*)$/u.exec(card) ?? [];
  if (heading === undefined) {
    throw new Error(`A card starts with a heading and a paragraph. Received: ${name}/README.md.`);
  }
  const shown = pictures[name].map((picture, number) => figureOf(model, picture, number));
  return [
    `# ${name}\n`,
    opening,
    ...shown,
    ...examplesOf(model),
    '## The card\n',
    rest,
    '## Files\n',
    filesTable(model),
    loadingSection(model),
  ].join('\n');
}

/** Pieces that a model of music carries, as files to take away. */
function examplesOf({ name, examples }) {
  if (examples.length === 0) return [];
  const links = examples.map(
    (file) => `<a href="${address}examples/${name}/${file}" download>${file}</a>`,
  );
  return [`MIDI files of the package, from the model: ${links.join(', ')}.\n`];
}

function figureOf({ name, isMusic }, { command, caption }, number) {
  const path = `../../../${picturePath(name, number)}`;
  const pixels = isMusic ? '' : '{.pixels}';
  return `![${caption}](${path})${pixels}\n\n${caption}\n\n\`\`\`sh\nnpx ${command}\n\`\`\`\n`;
}

function cardOf({ name, manifest, isMusic }) {
  const look = isMusic ? '' : ' class="pixels"';
  return `<li><a href="./${name}.html"><img src="../${picturePath(name, 0).slice('docs/'.length)}" alt="" loading="lazy"${look}><strong>${name}</strong><span>${manifest.description}</span></a></li>`;
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
