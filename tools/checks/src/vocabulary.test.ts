/**
 * Names are the standard terms of the field: no identifier uses one of Speil's former words. Each row gives the
 * standard term (see the glossary in CONTRIBUTING).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root, run } from './workspace.js';

const replaced: readonly (readonly [old: RegExp, term: string])[] = [
  [/^told|^untell|Told$|^telling|^Telling/u, 'condition, side input, reported'],
  [/^conditionOf$/u, 'readConditions, healthOf'],
  [/^(?:seenBy|SeenItem|seenIn)$/u, 'prepareInput'],
  [/^charges?Of$|^(?:charges|allCharges|noCharges)$/u, 'penalties'],
  [/^foretell/u, 'prior, conditional'],
  [/^anyBatch$/u, 'dynamicBatch'],
  [/^mended|^mendWasm|^mender/iu, 'patch, restore'],
  [/^(?:codes|Codes)$|^codeOf$|^codesOf$/u, 'latents'],
  [/^likeliest/u, 'mostLikely'],
  [/^beside$/u, 'auxiliary'],
  [
    /^(?:deception|discrimination|misreadVariance)$/u,
    'generatorLoss, discriminatorLoss, reproduceError',
  ],
  [/^RunAccount$/u, 'RunReporter'],
  [/^elboLoss$/u, 'computeObjective'],
  [/^fedByClass$/u, 'expandBitFeedback'],
  [/^Chance$/u, 'SamplingNoise'],
  [/^asked(?!For$)/u, 'requested'],
];

/** Names declared in a file: functions, variables, parameters, members, types. */
function declaredNames(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const { name } = node as ts.Node & { readonly name?: ts.Node };
    if (name !== undefined && ts.isIdentifier(name)) names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

describe('the vocabulary', () => {
  it('has none of the former words in a name', async () => {
    const listed = await run('git', ['ls-files', 'packages', 'apps', 'tools'], root);
    const sources = listed.split('\n').filter((path) => /\.tsx?$/u.test(path));
    expect(sources.length).toBeGreaterThan(500);
    const found = sources.flatMap((file) =>
      [...new Set(declaredNames(file))].flatMap((name) =>
        replaced
          .filter(([old]) => old.test(name))
          .map(([, term]) => `${file}: ${name} (say: ${term})`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('finds a former word where there is one', () => {
    expect(replaced.some(([old]) => old.test('toldOf'))).toBe(true);
    expect(replaced.some(([old]) => old.test('latents'))).toBe(false);
  });
});
