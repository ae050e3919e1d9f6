/**
 * A format of image datasets: its reader, which checks a file before it reads it, its row among the formats of paths, and
 * its test with a small file, its contract and damaged files.
 */
import { insertElement, insertImport } from '../insert.js';
import { addFiles, defineGenerator, edit } from '../workspace.js';

export default defineGenerator((tree, names) => {
  const { name, variable, type } = names;
  const folder = 'packages/images/src/datasets';
  addFiles(tree, 'dataset', folder, { ...names });
  const [matches, open] = [`is${type}`, `${variable}Dataset`];
  edit(
    tree,
    `${folder}/formats.ts`,
    (text, what) => insertImport(text, what, `import { ${matches}, ${open} } from './${name}.js';`),
    // The last row takes every folder, so that a new one comes first.
    (text, what) =>
      insertElement(
        text,
        what,
        ['pathFormats'],
        `{ name: 'a .${name} file', kind: 'file', matches: ${matches}, open: ${open}, limits: false }`,
        'start',
      ),
  );
  return [
    `${folder}/${name}.ts: read your format; records.ts reads fixed-size records from the disk, stored.ts decodes PNG and JPEG`,
    `${folder}/${name}.test.ts: a file of your format, and what may be damaged in it`,
    `cd packages/images && npx vitest run ${name} formats`,
    'a dataset that is downloaded by its name is an entry of catalogue.ts, with URL, checksums and licence',
  ];
});
