/** Finds the pictures, the labels and the names of the classes among the columns of a Parquet file, as Hugging Face writes them. */
import { InvalidFileError } from '@speil/api';
import { parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import * as z from 'zod';

export interface ParquetColumns {
  readonly image: string;
  /** Absent if there are none. */
  readonly label?: string;
  readonly classNames?: readonly string[];
}

/** Names of columns of labels in files without Hugging Face's description, in order of preference. */
const labelNames = ['label', 'labels', 'class', 'category', 'target', 'y', 'fine_label'];

/** The description of a dataset, by Hugging Face's library; unknown features are ignored. */
const descriptionSchema = z.object({
  info: z.object({ features: z.record(z.string(), z.unknown()) }),
});
const imageSchema = z.object({ _type: z.literal('Image') });
const classSchema = z.object({
  _type: z.literal('ClassLabel'),
  names: z.array(z.string().min(1).max(200)).min(1).max(256),
});

/** @throws InvalidFileError if no column holds pictures. */
export function findColumns(metadata: FileMetaData, path: string): ParquetColumns {
  const columns = parquetSchema(metadata).children;
  const features = readFeatures(metadata);
  const described = (schema: z.ZodType) => (column: SchemaTree) =>
    schema.safeParse(features[column.element.name]).success;
  const pictures = columns.filter(holdsPictures);
  const image = pictures.find(described(imageSchema)) ?? pictures[0];
  if (image === undefined) {
    const names = columns.slice(0, 8).map(({ element }) => element.name);
    throw new InvalidFileError(
      `${path} must have a column of PNG or JPEG files, as {bytes, path} or as bytes. Received: ${names.join(', ') || 'no column'}.`,
    );
  }
  const numbers = columns.filter(isWhole);
  const label =
    numbers.find(described(classSchema)) ??
    labelNames
      .map((name) => numbers.find(({ element }) => element.name.toLowerCase() === name))
      .find((column) => column !== undefined);
  const names = classSchema.safeParse(features[label?.element.name ?? '']).data?.names;
  return {
    image: image.element.name,
    ...(label && { label: label.element.name }),
    ...(names && { classNames: names }),
  };
}

/** The features that Hugging Face's library describes; none for a file of another program. */
function readFeatures({ key_value_metadata: pairs }: FileMetaData): Record<string, unknown> {
  const text = pairs?.find(({ key }) => key === 'huggingface')?.value;
  if (text === undefined) return {};
  try {
    return descriptionSchema.safeParse(JSON.parse(text)).data?.info.features ?? {};
  } catch {
    // The description is a convenience: the columns alone are enough.
    return {};
  }
}

function holdsPictures(column: SchemaTree): boolean {
  if (column.element.repetition_type === 'REPEATED') return false;
  if (column.children.length === 0) return isBinary(column);
  return column.children.some((child) => child.element.name === 'bytes' && isBinary(child));
}

function isBinary({ element, children }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical, repetition_type } = element;
  const isPlain = converted === undefined && logical === undefined;
  return (
    children.length === 0 && type === 'BYTE_ARRAY' && isPlain && repetition_type !== 'REPEATED'
  );
}

function isWhole({ element, children }: SchemaTree): boolean {
  const isNumber = element.type === 'INT32' || element.type === 'INT64';
  return children.length === 0 && isNumber && element.repetition_type !== 'REPEATED';
}
