/** A format of image datasets: its file, its row among the formats of paths, and the contract of datasets. */
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
        `{ name: 'a .${name} file', kind: 'file', matches: ${matches}, open: (path) => ${open}(path), limits: false }`,
        'start',
      ),
  );
  return [
    `${folder}/${name}.ts: read your format; records.ts reads fixed-size records from the disk on demand`,
    `cd packages/images && npx vitest run ${name} formats`,
    'a dataset that is downloaded by its name is an entry of catalogue.ts, with URL, checksums and licence',
  ];
});
