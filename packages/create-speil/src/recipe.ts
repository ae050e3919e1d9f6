/** The recipe of a new package, as the values of its template. */
import { familyEntries } from './families.js';
import type { CheckedOptions } from './options.js';

/** What the template of a recipe needs, each value as the text that appears there. */
export function recipeValues({
  short,
  family,
  data,
  dataTitle,
  fallback,
  shape,
  classes,
}: CheckedOptions): Readonly<Record<string, string>> {
  const { title, model } = familyEntries[family];
  const { networks, more = [], training = [], ...texts } = model({ shape, classes });
  return {
    recipe: short,
    title: `${title} of ${dataTitle}`.slice(0, 120).replaceAll(/[^\p{L}\p{N} .,()_-]/gu, ' '),
    dataset: datasetText(data, fallback),
    shape: shape.join(', '),
    ...texts,
    ...networks,
    more: entries(more),
    batchSize: training.some((one) => one.startsWith('batchSize'))
      ? ''
      : entries(['batchSize: 64']),
    training: entries(training),
  };
}

function datasetText(data: string, fallback: string | undefined): string {
  const name = `name: '${data.replaceAll(/['\\]/gu, '\\$&')}'`;
  if (fallback !== undefined) return `{ ${name}, fallback: '${fallback}' }`;
  return data.startsWith('.') ? `{ ${name}, fit: 'crop' }` : `{ ${name} }`;
}

/** Entries of an object, each on a line of its own. */
function entries(texts: readonly string[]): string {
  return texts.map((text) => `\n      ${text},`).join('');
}
