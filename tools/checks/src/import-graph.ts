/** The import graph of a source folder, and its cycles of files and of folders. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Every source file below a folder, except tests and their helpers, with the files of the folder that it imports. */
export function importGraph(root: string): Graph {
  const files = listSources(root);
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
      const targets = importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => resolve(dirname(file), fileName))
        .flatMap((target) => candidates(target).find((path) => known.has(path)) ?? []);
      return [relative(root, file), new Set(targets.map((path) => relative(root, path)))];
    }),
  );
}

/** The folders of the files in a graph, each with the folders that its files import from. */
export function folderGraph(graph: Graph): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of graph) {
    const from = dirname(file);
    const reached = folders.get(from) ?? new Set();
    folders.set(from, reached);
    for (const target of targets) if (dirname(target) !== from) reached.add(dirname(target));
  }
  return folders;
}

/**
 * The strongly connected components of a graph (Tarjan 1972): groups of nodes that reach each other. Every cycle lies
 * inside one group.
 */
export function findCircles(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!));
    }
    if (lowest.get(node) !== order.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return circles;
}

function listSources(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/u.test(path) && !/\.(?:d|test|test-d|journey)\.tsx?$/u.test(path))
    .filter((path) => !/(?:^|\/)testing\//u.test(path))
    .map((path) => join(root, path));
}

/** The possible paths of a specifier: with TypeScript's extension instead of JavaScript's, or without extension. */
function candidates(target: string): readonly string[] {
  const bare = target.replace(/\.js$/u, '');
  return [`${bare}.ts`, `${bare}.tsx`, join(target, 'index.ts'), join(target, 'index.tsx')].filter(
    (path) => existsSync(path),
  );
}
