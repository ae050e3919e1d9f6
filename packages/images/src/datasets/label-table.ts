/**
 * Reads a table of labels beside pictures: `labels.csv`, `metadata.csv` or `attributes.csv` with a row of names, or
 * `metadata.jsonl`, as in Hugging Face's ImageFolder. The file names in it are only compared with the names of the
 * pictures: no file is opened because the table names it.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InvalidFileError, parseJson } from '@speil/api';
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { toReadableError } from './records.js';

/** File names of the table, in order of preference. */
const tableNames = ['labels.csv', 'metadata.csv', 'attributes.csv', 'metadata.jsonl'];
/** Names of its columns, in order of preference. */
const fileColumns = ['file_name', 'filename', 'file', 'image', 'path'];
const labelColumns = ['label', 'class', 'category'];

/** Maximum size of a table in bytes. CelebA's table, of 202,599 pictures and 40 attributes, has 24 million. */
const tableLimit = 64 * 2 ** 20;
const rowLimit = 2 ** 16;
/** Maximum number of classes: a column with more values does not contain labels. */
const mostClasses = 256;

export interface LabelTable {
  /** Its file, for messages. */
  readonly name: string;
  /** The column of the labels; undefined if there is none. */
  readonly column: string | undefined;
  /** The label of each picture by its name in the table, with `/`; empty texts if there is no column of labels. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The path of a folder's table; undefined if it has none. */
export async function findTable(folder: string): Promise<string | undefined> {
  for (const name of tableNames) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile()) return path;
  }
  return undefined;
}

/** @throws InvalidFileError for a table without names of files, or one that is damaged or too large. */
export async function readTable(path: string): Promise<LabelTable> {
  const text = await readText(path);
  const [header = [], ...rows] = path.endsWith('.jsonl')
    ? readJsonLines(text, path)
    : readCsv(text, path);
  const names = header.map((name) => name.trim().toLowerCase());
  const file = findColumn(names, fileColumns);
  if (file === undefined) {
    throw new InvalidFileError(
      `${path} must have a column of file names: ${fileColumns.join(', ')}. Received: ${names.slice(0, 8).join(', ') || 'no row'}. Rename the file if it does not describe the pictures.`,
    );
  }
  const column = findColumn(names, labelColumns) ?? findLabels(rows, names.length, file);
  const labels = new Map<string, string>();
  for (const row of rows) {
    const name = row[file]!.trim().replaceAll('\\', '/').replace(/^\.\//u, '');
    const label = column === undefined ? '' : row[column]!.trim();
    if ((labels.get(name) ?? label) !== label) {
      throw new InvalidFileError(
        `${path} must name one label for each picture. Received: ${labels.get(name)} and ${label} for ${name}.`,
      );
    }
    labels.set(name, label);
  }
  return {
    name: basename(path),
    column: column === undefined ? undefined : header[column]!.trim(),
    labels,
  };
}

function findColumn(names: readonly string[], wanted: readonly string[]): number | undefined {
  const found = wanted.map((name) => names.indexOf(name)).find((at) => at >= 0);
  return found;
}

/** @returns the first column, other than the file names, that has few values. */
function findLabels(rows: readonly Row[], width: number, file: number): number | undefined {
  for (let column = 0; column < width; column++) {
    const values = new Set<string>();
    for (const row of rows) if (values.size <= mostClasses) values.add(row[column]!.trim());
    if (column !== file && values.size <= mostClasses) return column;
  }
  return undefined;
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= tableLimit) return await readFile(path, 'utf8');
    throw new InvalidFileError(`${path} has ${size} bytes; at most ${tableLimit} are read.`);
  } catch (error) {
    throw toReadableError(error, path);
  }
}

type Row = readonly string[];

/** Rows of equal length, the names of the columns first. */
function readCsv(text: string, path: string): readonly Row[] {
  const [first = ''] = text.split('\n', 1);
  const delimiter = [',', ';', '\t'].find((mark) => first.includes(mark)) ?? ',';
  try {
    return parse(text, {
      bom: true,
      delimiter,
      skipEmptyLines: true,
      maxRecordSize: rowLimit,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new InvalidFileError(`${path} is not a table of CSV: ${reason.replace(/\.$/u, '')}.`, {
      cause: error,
    });
  }
}

const lineSchema = z.record(z.string(), z.unknown());

function readJsonLines(text: string, path: string): readonly Row[] {
  const lines = text.split('\n').map((line, i) => ({ line: line.trim(), at: i + 1 }));
  const objects = lines
    .filter(({ line }) => line !== '')
    .map(({ line, at }) => parseJson(lineSchema, line, `${path} line ${at}`));
  const names = Object.keys(objects[0] ?? {});
  const cell = (value: unknown): string =>
    typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return [names, ...objects.map((object) => names.map((name) => cell(object[name])))];
}
