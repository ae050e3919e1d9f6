import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { check, listProblems } from './issues.js';
import { modelSpecSchema } from './model-spec.js';
import { recipeSchema } from './recipe.js';
import { trainingSettingsSchema } from './training-settings.js';

const vae = {
  name: 'a',
  family: 'vae',
  codec: { id: 'image', shape: [2, 2, 1] },
  latentShape: [2],
  bottleneck: { kind: 'gaussian', size: 2 },
  objective: { likelihood: { kind: 'bernoulli' } },
};
const layers = (...encoder: readonly object[]): object => ({
  ...vae,
  architecture: { encoder, decoder: [{ type: 'dense', units: 4 }] },
});
const flatten = { type: 'flatten' };

function problemsOf(schema: z.ZodType, data: unknown): readonly string[] {
  const checked = check(schema, data);
  return 'problems' in checked ? checked.problems : [];
}

describe('an error in an architecture', () => {
  it.each([
    [
      layers(flatten, flatten, flatten, { type: 'flaten' }),
      "architecture.encoder[3].type: unknown layer 'flaten'. Did you mean 'flatten'?",
    ],
    [layers({ units: 3 }), /^architecture\.encoder\[0\]\.type: is missing: one of dense, conv2d/u],
    [
      layers({ type: 'conv2d', kernelSize: 3, filters: 8, filter: 16 }),
      "architecture.encoder[0]: unknown key 'filter'. Did you mean 'filters'?",
    ],
    [
      layers({ type: 'conv2d', kernelSize: 3, filters: 8, padding: 'smae' }),
      "architecture.encoder[0].padding: expected 'same' or 'valid'. Received: 'smae'. Did you mean 'same'?",
    ],
    [
      layers({ type: 'dense', units: '3' }),
      "architecture.encoder[0].units: expected a number. Received: '3'",
    ],
    [layers({ type: 'dense' }), 'architecture.encoder[0].units: is missing: a number'],
    [
      layers({ type: 'residual', layers: [{ type: 'dens', units: 2 }] }),
      "architecture.encoder[0].layers[0].type: unknown layer 'dens'. Did you mean 'dense'?",
    ],
    [
      { ...vae, architecture: { kind: 'sequence', encoder: [64] } },
      'architecture.decoders: is missing: a list',
    ],
    [
      { ...vae, architecture: { kind: 'sequence', encoder: [64], decoders: [{ depth: 'x' }] } },
      "architecture.decoders[0].depth: expected a number. Received: 'x'",
    ],
    [{ ...vae, architecture: [] }, /^architecture: expected an object/u],
  ])('is reported with its path: %j', (spec, wanted) => {
    const [problem] = problemsOf(modelSpecSchema, spec);
    if (typeof wanted === 'string') expect(problem).toBe(wanted);
    else expect(problem).toMatch(wanted);
  });
});

describe('a problem', () => {
  it('lists what each alternative expects if the alternatives have no names', () => {
    const likelihood = { kind: 'gaussian', variance: 'learnt' };
    const spec = { ...layers(flatten), objective: { likelihood } };
    expect(problemsOf(modelSpecSchema, spec)).toEqual([
      "objective.likelihood.variance: expected a number or 'learned' or an object. Received: 'learnt'",
    ]);
  });

  it('suggests the nearest name of a choice', () => {
    const settings = { epochs: 1, optimizer: { name: 'adm' }, beta: { kind: 'lineer' } };
    expect(problemsOf(trainingSettingsSchema, settings)).toEqual([
      "optimizer.name: unknown optimiser 'adm'. Did you mean 'adam'?",
      "beta.kind: unknown schedule 'lineer'. Did you mean 'linear'?",
    ]);
  });

  it('is one short line, whatever was received', () => {
    const problems = problemsOf(recipeSchema, {
      domain: 'x'.repeat(1000),
      title: 5,
      name: 'a\n\u001b[31m',
      [`evil\n${'k'.repeat(1000)}`]: 1,
    });
    expect(problems.length).toBe(3);
    for (const problem of problems) {
      expect(problem.length).toBeLessThan(200);

      expect(problem).not.toMatch(/[\u0000-\u001f]/u);
    }
  });

  it('comes first if it has a suggestion, since a misspelt key explains the missing ones', () => {
    expect(problemsOf(modelSpecSchema, layers({ type: 'conv2d', filter: 16 }))).toEqual([
      "architecture.encoder[0]: unknown key 'filter'. Did you mean 'filters'?",
      'architecture.encoder[0].filters: is missing: a number',
      'architecture.encoder[0].kernelSize: is missing: a number',
    ]);
  });

  it('has the message of the schema if there is one', () => {
    const schema = z.object({
      a: z.literal(false, { error: 'values in Fortran order are not read' }),
    });
    expect(problemsOf(schema, { a: true })).toEqual(['a: values in Fortran order are not read']);
  });

  it('explains a bound in words, with its unit', () => {
    const schema = z.object({
      a: z.number().max(3),
      b: z.number().positive(),
      c: z.union([z.number().min(0), z.object({})]),
    });
    expect(problemsOf(schema, { a: 4, b: 0, c: -1 })).toEqual([
      'a: expected at most 3. Received: 4',
      'b: expected more than 0. Received: 0',
      'c: expected at least 0. Received: -1',
    ]);
    const texts = z.object({ a: z.string().min(1), b: z.array(z.int()).max(2) });
    expect(problemsOf(texts, { a: '', b: [1, 2, 3] })).toEqual([
      "a: expected at least 1 character. Received: ''",
      'b: expected at most 2 entries. Received: [1,2,3]',
    ]);
  });

  it('ends with one full stop', () => {
    expect(listProblems(['a: is missing.'])).toBe('a: is missing.');
    expect(listProblems(['a: no.', "b: no. Did you mean 'c'?"])).toBe(
      "a: no; b: no. Did you mean 'c'?",
    );
  });
});
