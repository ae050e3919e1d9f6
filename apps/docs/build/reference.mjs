/**
 * The API reference: one page for each entry of a public package, which TypeDoc makes from the built declarations. The
 * declarations of all packages are one program, so that a type which another package exports is a link to it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';
import { entriesOf, publicPackages } from '../../../tools/lib/entries.mjs';
import { pages, repository, site } from './places.mjs';

/** @returns the entries of each package, with their pages and the names that they export. */
export async function writeReference() {
  const entries = publicPackages.flatMap((folder) => entriesOf(folder));
  const app = await Application.bootstrapWithPlugins(await optionsFor(entries));
  keepDeclaredTypes(app.converter);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => removeNamespaces(project));
  const project = await app.convert();
  if (project === undefined)
    throw new Error('TypeDoc could not read the packages. Build them first.');
  const modules = nameModules(project, entries);
  shortenSchemas(project);
  await app.generateOutputs(project);
  const summaries = await finishPages(entries);
  await writeFile(join(pages, 'api/index.md'), indexOf(summaries));
  return publicPackages.map((folder) => ({
    folder,
    entries: entriesOf(folder).map(({ name }) => describeEntry(name, modules.get(name))),
  }));
}

async function optionsFor(entries) {
  const tsconfig = join(site, 'generated/tsconfig.json');
  await mkdir(join(site, 'generated'), { recursive: true });
  const compilerOptions = { composite: false, noEmit: true, types: ['node'] };
  await writeFile(
    tsconfig,
    JSON.stringify({
      extends: join(repository, 'tsconfig.base.json'),
      compilerOptions,
      files: entries.map(({ declarations }) => declarations),
    }),
  );
  return {
    tsconfig,
    entryPoints: entries.map(({ declarations }) => declarations),
    outputs: [{ name: 'markdown', path: join(pages, 'api') }],
    plugin: ['typedoc-plugin-markdown'],
    logLevel: 'Error',
    // The packages are type-checked by the build; declarations have no source to link to.
    skipErrorChecking: true,
    disableSources: true,
    readme: 'none',
    name: 'API reference',
    sort: ['source-order'],
    router: 'module',
    entryFileName: 'index',
    excludeScopesInPaths: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    expandParameters: true,
    parametersFormat: 'table',
    propertyMembersFormat: 'table',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    tableColumnSettings: { hideModifiers: true },
    pageTitleTemplates: { module: ({ name }) => name, index: () => 'API reference' },
  };
}

/**
 * Makes TypeDoc print types as they are declared. By default it resolves the types of properties and parameters, and
 * writes the whole of a model where the declaration says `ModelSpec`.
 */
function keepDeclaredTypes(converter) {
  const convertType = converter.convertType.bind(converter);
  converter.convertType = (context, type, node) => convertType(context, node ?? type);
}

/** TypeDoc names a module by its file; we name it as an import does. @returns the modules by those names. */
function nameModules(project, entries) {
  const modules = new Map();
  for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
    const { packageName, packagePath: source } = project.getSymbolIdFromReflection(module);
    // Maps of the declarations lead to the source.
    const packagePath = source.replace(/^src\//u, 'dist/').replace(/(?<!\.d)\.ts$/u, '.d.ts');
    const entry = entries.find(
      ({ name, declarations }) =>
        `${name}/`.startsWith(`${packageName}/`) && declarations.endsWith(`/${packagePath}`),
    );
    if (entry === undefined) throw new Error(`No package exports ${packageName}/${packagePath}.`);
    module.name = entry.name;
    modules.set(entry.name, module);
  }
  return modules;
}

/** Properties of functions would get pages of their own, in folders beside the entries. */
function removeNamespaces(project) {
  for (const namespace of project.getReflectionsByKind(ReflectionKind.Namespace)) {
    project.removeReflection(namespace);
  }
}

/** A schema's type repeats the whole schema. The page names its kind; its comment and its output type say the rest. */
function shortenSchemas(project) {
  for (const variable of project.getReflectionsByKind(ReflectionKind.Variable)) {
    if (variable.type?.type === 'reference' && variable.type.package === 'zod') {
      variable.type.typeArguments = undefined;
    }
  }
}

function describeEntry(name, module) {
  const page = `api/${name.replace('@speil/', '')}.md`;
  return { name, page, members: (module?.children ?? []).map((child) => child.name) };
}

/**
 * Adds to each page the comment at the head of its entry, and the depth of its outline.
 *
 * @returns those comments, by the entry's name.
 */
async function finishPages(entries) {
  const summaries = new Map();
  for (const { name, declarations } of entries) {
    const file = join(pages, describeEntry(name).page);
    const text = await readFile(file, 'utf8');
    const source = declarations.replace('/dist/', '/src/').replace(/\.d\.ts$/u, '.ts');
    const head = /^(?:\/\/\/.*\n)*\/\*\*([\s\S]*?)\*\//u;
    const comment = head.exec(await readFile(source, 'utf8'))?.[1] ?? '';
    const summary = comment.replaceAll(/\s*\n\s*\* ?/gu, ' ').trim();
    const heading = `# ${name}`;
    await writeFile(
      file,
      `---\noutline: [2, 3]\n---\n\n${text.replace(heading, () => `${heading}\n\n${summary}`)}`,
    );
    summaries.set(name, summary);
  }
  return summaries;
}

function indexOf(summaries) {
  const rows = [...summaries].map(
    ([name, summary]) => `| [${name}](/${describeEntry(name).page}) | ${summary} |`,
  );
  return `# API reference

Every entry of the public packages, made from the comments in their source. Each name is documented: what it takes and gives, shapes and units, defaults, and errors. [Building on the packages](/guides/packages.md) shows them together, and each [package](/packages/core.md) has a page with a program that runs.

| entry | what |
| ----- | ---- |
${rows.join('\n')}
`;
}
