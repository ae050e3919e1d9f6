/** A command of speil: its file, its test, and its place in the program. */
import { insertElement, insertImport } from '../insert.js';
import { addFiles, defineGenerator, edit } from '../workspace.js';

/** The group of the help in which the commands of a folder are listed. */
const titles = {
  control: 'Runs',
  data: 'Data',
  latent: 'Use a model',
  lesson: 'Train',
  models: 'Use a model',
  music: 'Music',
  tools: 'System',
  train: 'Train',
} as const;

interface Options {
  readonly name: string;
  readonly group?: keyof typeof titles;
}

export default defineGenerator<Options>((tree, names, { group = 'tools' }) => {
  const folder = `apps/terminal/src/commands/${group}`;
  const command = `${names.variable}Command`;
  addFiles(tree, 'command', folder, { ...names });
  edit(
    tree,
    'apps/terminal/src/program.ts',
    (text, what) =>
      insertImport(
        text,
        what,
        `import { ${command} } from './commands/${group}/${names.name}.js';`,
      ),
    (text, what) => insertElement(text, what, ['groups', titles[group]], command),
  );
  return [
    `${folder}/${names.name}.ts: say what the command does, and let it do it`,
    'apps/terminal/README.md: a row in the table of commands',
    `cd apps/terminal && npx vitest run src/commands/${group}/${names.name}.test.ts`,
  ];
});
