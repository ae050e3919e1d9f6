/**
 * The reference of recipes as a page of Markdown, made from the JSON schema: a section for each definition with a table of
 * its settings, and for each layer one with an example. The table of scheduled scalars adds what only their source has.
 */
import { scalarNames, scheduledScalars } from '@speil/api';
import { constantOf, membersOf, referenceOf, type JsonSchema } from './doc-comments.js';
import { anchorOf, hasSection, scalarsTitle, sections } from './recipe-sections.js';
import {
  code,
  formatJson,
  formatTable,
  formatValues,
  tableOf,
  tableOfMembers,
} from './setting-tables.js';

const example = `{
  "$schema": "./node_modules/@speil/api/recipe.schema.json",
  "name": "my-vae",
  "title": "A small VAE of digits",
  "domain": "images",
  "dataset": { "name": "mnist-10k" },
  "model": {
    "name": "my-vae",
    "family": "vae",
    "codec": { "id": "image", "shape": [28, 28, 1] },
    "latentShape": [8],
    "architecture": {
      "encoder": [{ "type": "flatten" }, { "type": "dense", "units": 256, "activation": "relu" }],
      "decoder": [
        { "type": "dense", "units": 256, "activation": "relu" },
        { "type": "dense", "units": 784 },
        { "type": "reshape", "shape": [28, 28, 1] }
      ]
    },
    "bottleneck": { "kind": "gaussian", "size": 8 },
    "objective": { "likelihood": { "kind": "bernoulli" } }
  },
  "training": { "epochs": 5, "beta": { "kind": "linear", "from": 0, "to": 1, "steps": 500 } }
}`;

/** @param schema with descriptions. @throws Error if the page has no place for a definition. */
export function makePage(schema: JsonSchema): string {
  const definitions = schema.definitions!;
  const left = Object.keys(definitions).filter((name) => !hasSection(name));
  if (left.length > 0) throw new Error(`recipe-sections.ts lacks a section: ${left.join(', ')}.`);
  // The first paragraphs explain `$schema`.
  const { $schema: _, ...properties } = schema.properties!;
  const titles = ['Recipe', ...Object.values(sections).map(({ title }) => title), scalarsTitle];
  const parts = Object.entries(sections).map(
    ([name, { title, intro }]) => `## ${title}\n\n${intro}\n\n${makeBody(name, definitions)}`,
  );
  return `${[
    '# Reference of recipes',
    '<!-- Generated from packages/api/src/schemas: npx vitest run recipe-reference -u, in tools/checks. -->',
    'This page lists every setting that a recipe may contain. `speil recipes NAME` prints a recipe to start from, and [Training in the terminal](../guides/terminal.md#settings) explains how to change and train it. This is a complete recipe:',
    `\`\`\`json\n${example}\n\`\`\``,
    'Editors that know JSON schemas complete and check a file with the key `$schema`; Speil ignores the key. The schema is part of `@speil/api`, also under the name `@speil/api/recipe.schema.json`. It does not know whether layers fit each other, which `speil train` checks before it starts.',
    '`--set` takes the path of a setting, such as `--set model.bottleneck.size=8`, or its end if that is unambiguous; settings in lists have no path. In the tables, bounds include both ends unless they say _above_ or _below_, and the settings of a kind follow it. A setting that is not _required_ may be left out; _none_ means that it has no value then.',
    `Sections: ${titles.map((title) => `[${title}](#${anchorOf(title)})`).join(', ')}.`,
    `## Recipe\n\n${tableOf({ ...schema, properties })}`,
    ...parts,
    makeScalars(definitions['training']!),
  ].join('\n\n')}\n`;
}

function makeBody(name: string, definitions: Readonly<Record<string, JsonSchema>>): string {
  const definition = definitions[name]!;
  if (definition.enum !== undefined) return `One of ${formatValues(definition)}.`;
  const members = membersOf(definition)?.map((member) => {
    const reference = referenceOf(member);
    return reference === undefined ? member : definitions[reference]!;
  });
  if (members === undefined) return tableOf(withoutScalars(name, definition));
  return name === 'layer' ? members.map(makeLayer).join('\n\n') : tableOfMembers(members);
}

/** The training settings whose table is not that of the scheduled scalars. */
function withoutScalars(name: string, definition: JsonSchema): JsonSchema {
  if (name !== 'training') return definition;
  const settings = Object.entries(definition.properties!);
  return {
    ...definition,
    properties: Object.fromEntries(settings.filter(([key]) => !(key in scheduledScalars))),
  };
}

function makeLayer(layer: JsonSchema): string {
  const examples = (layer.examples ?? []).map((one) => `\`\`\`json\n${formatJson(one)}\n\`\`\``);
  const hasSettings = Object.keys(layer.properties!).length > 1;
  return [
    `### ${constantOf(layer)}`,
    layer.description,
    ...examples,
    ...(hasSettings ? [tableOf(layer)] : []),
  ].join('\n\n');
}

function makeScalars({ properties }: JsonSchema): string {
  const rows = scalarNames.map((name) => {
    const { default: value, unit, appliesTo, steerable } = scheduledScalars[name];
    const { description = '' } = properties![name]!;
    return [
      code(name),
      code(String(value)),
      unit,
      appliesTo,
      steerable ? 'yes' : 'no',
      description,
    ];
  });
  const head = ['scalar', 'default', 'unit', 'applies to', 'steerable', 'meaning'];
  const intro =
    'In `training`: each takes a [schedule](#schedules), and its default is a constant. A steerable one can be changed in the dashboard while a run trains.';
  return `## ${scalarsTitle}\n\n${intro}\n\n${formatTable(head, rows)}`;
}
