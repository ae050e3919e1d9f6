#!/usr/bin/env node
/**
 * Writes docs/lesson, one page per chapter with its pictures and figures, from the output folder of `speil lesson`:
 *
 *   speil lesson -o FOLDER
 *   node tools/lesson/docs.mjs FOLDER
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node tools/lesson/docs.mjs FOLDER, the output folder of speil lesson.');
  process.exit(2);
}
const root = path.resolve(import.meta.dirname, '../..');
const target = path.join(root, 'docs/lesson');
const { quick, seed, chapters } = JSON.parse(
  readFileSync(path.join(folder, 'lesson.json'), 'utf8'),
);
if (quick) {
  console.error(`The documents show a whole lesson. Received: ${folder}, a quick one.`);
  process.exit(2);
}

rmSync(target, { recursive: true, force: true });
mkdirSync(path.join(target, 'pictures'), { recursive: true });
for (const [i, chapter] of chapters.entries()) {
  for (const { file } of chapter.pictures) {
    copyFileSync(path.join(folder, file), path.join(target, 'pictures', path.basename(file)));
  }
  await write(`${chapter.id}.md`, pageOf(chapter, chapters[i - 1], chapters[i + 1]));
}
await write('README.md', contents());

function contents() {
  const list = chapters.map(({ id, title }, i) => `${i + 1}. [${title}](${id}.md)`);
  return `# What autoencoders learn

The lesson, chapter by chapter: what the pictures show, why, and the measured figures next to those that the lesson's own notebooks print. One command trains all models on MNIST's 60,000 digits with seed ${seed}, and measures them on its 10,000 test digits:

\`\`\`sh
speil lesson -o lesson
\`\`\`

\`--quick\` takes minutes, on the 10,000 digits that are included in Speil.

${list.join('\n')}

The pictures show digits of MNIST (LeCun, Cortes and Burges, CC BY-SA 3.0) and clothing of Fashion-MNIST (Zalando, MIT).
`;
}

function pageOf({ id, title, paragraphs, figures, pictures, commands }, previous, next) {
  const withPrinted = figures.some(({ printed }) => printed !== undefined);
  const row = ({ name, value, printed = '' }) =>
    `| ${name} | ${value} |${withPrinted ? ` ${printed} |` : ''}`;
  const table =
    figures.length === 0
      ? []
      : [
          [
            `| on test pictures | here |${withPrinted ? ' printed |' : ''}`,
            `| --- | ---: |${withPrinted ? ' ---: |' : ''}`,
            ...figures.map(row),
          ].join('\n'),
        ];
  const shown = pictures.map(
    ({ file, caption }) => `![${caption}](pictures/${path.basename(file)})\n\n${caption}`,
  );
  const navigation = [
    previous && `Previous: [${previous.title}](${previous.id}.md).`,
    next && `Next: [${next.title}](${next.id}.md).`,
    '[All chapters](README.md).',
  ];
  return [
    `# ${title}`,
    ...paragraphs,
    ...table,
    ...shown,
    'This command produces the chapter:',
    `\`\`\`sh\nspeil lesson --only ${id} -o lesson\n\`\`\``,
    'Commands to try next:',
    `\`\`\`sh\n${commands.join('\n')}\n\`\`\``,
    navigation.filter(Boolean).join(' '),
  ].join('\n\n');
}

async function write(name, text) {
  const file = path.join(target, name);
  const options = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...options, filepath: file }));
}
