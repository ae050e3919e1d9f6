/** There are no import cycles of files or of folders anywhere in the repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCircles, folderGraph, importGraph } from './import-graph.js';
import { published, root } from './workspace.js';

const unpublished = ['apps/playground', 'tools/checks'].map((path) => join(root, path));
const sources = [...new Set([...published.map(({ dir }) => dir), ...unpublished])]
  .map((dir) => join(dir, 'src'))
  .filter((dir) => existsSync(dir));

describe.each(sources.map((dir) => [dir.slice(root.length), dir]))('%s', (_, dir) => {
  const graph = importGraph(dir);

  it('has no files that import each other', () => {
    expect(findCircles(graph)).toEqual([]);
  });

  it('has no folders that import each other', () => {
    expect(findCircles(folderGraph(graph))).toEqual([]);
  });
});

describe('the search for import cycles', () => {
  it('finds a cycle of three files, and reports nothing for a chain of imports', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['a', 'd'])],
      ['d', new Set<string>()],
    ]);
    expect(findCircles(graph)).toEqual([['a', 'b', 'c']]);
  });

  it('reads the imports, exports and types of a real package', () => {
    const graph = importGraph(join(root, 'packages/core/src'));
    expect([...graph.get('priors/priors.ts')!]).toContain('priors/prior.ts');
    expect([...graph.get('entries/index.ts')!]).toContain('training/train.ts');
  });
});
