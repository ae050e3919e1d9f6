/**
 * The card of a model (README.md): YAML front matter as Hugging Face reads it, and a block of facts between two markers.
 * Everything outside of them belongs to the person who publishes the model and is kept when a model is packed again.
 */
import { InvalidFileError, parseWith } from '@speil/api';
import { stringify } from 'yaml';
import * as z from 'zod';
import { licenceOf, type Licence } from './licences.js';
import { cardFile } from './package-files.js';
import { parseYaml } from './yaml.js';

const texts = z.array(z.string().max(200)).max(100);

const anyFields = z.record(z.string(), z.unknown()).nullable();

/** The fields that Speil reads; others are kept as they are. */
const frontMatterSchema = z.looseObject({
  license: z.string().max(200),
  library_name: z.string().max(200).optional(),
  tags: texts.optional(),
  datasets: texts.optional(),
  metrics: texts.optional(),
});
export type FrontMatter = z.output<typeof frontMatterSchema>;

export interface CardContent {
  /** The heading, for a card that does not exist yet. */
  readonly title: string;
  /** A sentence below the heading, for a card that does not exist yet. */
  readonly summary: string;
  readonly licence: Licence;
  readonly tags: readonly string[];
  /** Names of the datasets that the model was trained on. */
  readonly datasets: readonly string[];
  /** Names of the figures, such as `psnr`. */
  readonly metrics: readonly string[];
  /** The rows of the block of facts. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** JavaScript that loads the model, for a card that does not exist yet. */
  readonly example: string;
}

const [begin, finish] = ['<!-- speil:facts -->', '<!-- /speil:facts -->'];

/** @param existing the card that the package has, whose own text is kept. @throws InvalidFileError for an invalid one. */
export function writeCard(content: CardContent, existing?: string): string {
  const block = `${begin}\n\n${table(content.facts)}\n\n${finish}`;
  if (existing === undefined) {
    const { title, summary, example } = content;
    const body = `# ${title}\n\n${summary}\n\n${block}\n\n## Use\n\n\`\`\`js\n${example}\n\`\`\`\n\n\`npx speil verify .\` in this folder checks the model.\n\n## Limitations\n\nThe model knows only data like those that it was trained on.\n`;
    return `${frontMatter(content, {})}\n${body}`;
  }
  const { yaml, body } = split(existing);
  const before = yaml === undefined ? {} : (parseYaml(anyFields, yaml, cardFile) ?? {});
  const from = body.indexOf(begin);
  const to = body.indexOf(finish);
  // A card without markers was written by hand as a whole: only its front matter is brought up to date.
  const text =
    from < 0 || to < from
      ? body
      : `${body.slice(0, from)}${block}${body.slice(to + finish.length)}`;
  return `${frontMatter(content, before)}\n${text}`;
}

/**
 * Reads the front matter of a card.
 *
 * @param shown the package, for messages.
 * @throws InvalidFileError for a card without a licence, or with invalid front matter.
 */
export function readCard(text: string, shown: string): FrontMatter {
  const file = `${shown}/${cardFile}`;
  const { yaml } = split(text);
  const value = yaml === undefined ? {} : (parseYaml(anyFields, yaml, file) ?? {});
  if (value['license'] === undefined) {
    throw new InvalidFileError(
      `${file} must name a licence in its front matter, such as "license: cc-by-4.0". Received: none. Pack the model with --license.`,
    );
  }
  const matter = parseWith(frontMatterSchema, value, file);
  if (licenceOf(matter.license) === undefined) {
    throw new InvalidFileError(
      `${file} must name a licence by its SPDX id, such as cc-by-4.0, or other. Received: ${JSON.stringify(matter.license)}.`,
    );
  }
  return matter;
}

/** @returns the licence in a card's front matter; undefined if there is none that is known. */
export function statedLicence(card: string): Licence | undefined {
  const { yaml } = split(card);
  const fields = yaml === undefined ? null : parseYaml(anyFields, yaml, cardFile);
  const licence = fields?.['license'];
  return typeof licence === 'string' ? licenceOf(licence) : undefined;
}

/** @returns the card with another licence in its front matter, which is added if there is none. */
export function setLicence(card: string, licence: Licence): string {
  const { yaml, body } = split(card);
  const before = yaml === undefined ? {} : (parseYaml(anyFields, yaml, cardFile) ?? {});
  return `${frontMatter({ licence, tags: [], datasets: [], metrics: [] }, before)}\n${body}`;
}

function frontMatter(
  {
    licence,
    tags,
    datasets,
    metrics,
  }: Pick<CardContent, 'licence' | 'tags' | 'datasets' | 'metrics'>,
  before: Readonly<Record<string, unknown>>,
): string {
  const fields = {
    ...before,
    license: licence.hub,
    library_name: 'speil',
    tags: union(before['tags'], tags),
    datasets: union(before['datasets'], datasets),
    metrics: union(before['metrics'], metrics),
  };
  const present = Object.entries(fields).filter(
    ([, value]) => !Array.isArray(value) || value.length > 0,
  );
  return `---\n${stringify(Object.fromEntries(present))}---\n`;
}

/** The person's own values first, then those that are missing. */
function union(own: unknown, others: readonly string[]): readonly string[] {
  const kept = texts.safeParse(own).data ?? [];
  return [...new Set([...kept, ...others])];
}

function split(text: string): { readonly yaml?: string; readonly body: string } {
  const [whole, yaml] = /^---\r?\n([\s\S]{0,20000}?)\r?\n---\r?\n(?:\r?\n)?/u.exec(text) ?? [];
  return whole === undefined
    ? { body: text }
    : { yaml: yaml ?? '', body: text.slice(whole.length) };
}

/** A Markdown table without a visible head, aligned as prettier does. */
function table(rows: readonly (readonly [string, string])[]): string {
  const escaped = rows.map(
    ([name, text]) => [name, text.replaceAll('|', '\\|').replaceAll('\n', ' ')] as const,
  );
  const widths = [0, 1].map((i) => Math.max(3, ...escaped.map((row) => row[i]!.length)));
  const line = (cells: readonly string[], pad = ' '): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!, pad)).join(' | ')} |`;
  return [line(['', '']), line(['', ''], '-'), ...escaped.map((row) => line(row))].join('\n');
}
