/** What the generators share: templates, new files, changed files and what remains to be done. */
import { fileURLToPath } from 'node:url';
import { formatFiles, generateFiles, OverwriteStrategy, type Tree } from '@nx/devkit';
import { namesOf, type Names } from './names.js';

/** A generator of this package: changes the tree, and returns what a person does next, one line each. */
export type Work<Options> = (
  tree: Tree,
  names: Names,
  options: Options,
) => readonly string[] | Promise<readonly string[]>;

/** A generator as nx calls it. After an error nx writes nothing. */
export function defineGenerator<Options extends { readonly name: string }>(
  work: Work<Options>,
): (tree: Tree, options: Options) => Promise<() => void> {
  return async (tree, options) => {
    const next = await work(tree, namesOf(options.name), options);
    await formatFiles(tree);
    return () => {
      process.stdout.write(`\nNext:\n${next.map((line) => `  ${line}\n`).join('')}`);
    };
  };
}

/**
 * Writes the files of a folder of templates.
 * @throws Error of one line if one of them exists.
 */
export function addFiles(
  tree: Tree,
  templates: string,
  to: string,
  values: Readonly<Record<string, unknown>>,
): void {
  const folder = fileURLToPath(new URL(`../templates/${templates}/`, import.meta.url));
  addFilesOf(tree, folder, to, values);
}

/** As `addFiles`, from a folder by its path. */
export function addFilesOf(
  tree: Tree,
  folder: string,
  to: string,
  values: Readonly<Record<string, unknown>>,
): void {
  try {
    generateFiles(
      tree,
      folder,
      to,
      { dot: '.', ...values },
      { overwriteStrategy: OverwriteStrategy.ThrowIfExisting },
    );
  } catch (cause) {
    // nx names the file in brackets.
    const [, path] = /already exists.*\((.*)\)/u.exec(String(cause)) ?? [];
    if (path === undefined) throw cause;
    throw new Error(`${path} exists already. Choose another name, or remove it.`, { cause });
  }
}

/** Changes one file. @throws Error of one line if it is missing, or what `edit` throws. */
export function edit(
  tree: Tree,
  path: string,
  ...edits: readonly ((text: string, what: string) => string)[]
): void {
  const text = tree.read(path, 'utf8');
  if (text === null) {
    throw new Error(
      `${path} was expected in the repository. It was not found. Run the generator in the repository.`,
    );
  }
  tree.write(
    path,
    edits.reduce((before, change) => change(before, path), text),
  );
}
