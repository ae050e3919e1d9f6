/** A codec of pictures, with the contract of codecs as its test. */
import { addFiles, defineGenerator } from '../workspace.js';

export default defineGenerator((tree, names) => {
  const folder = 'packages/images/src/pictures';
  addFiles(tree, 'codec', folder, { ...names });
  return [
    `${folder}/${names.name}-codec.ts: write encode and decode`,
    'packages/images/src/entries/index.ts: export it, if users of the package need it',
    `cd packages/images && npx vitest run ${names.name}-codec`,
  ];
});
