/** Parquet files in Hugging Face's layout: a column {bytes, path}, a column of labels of eight bytes, and a description. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { encodePng } from '../pictures/png.js';

/** A PNG file of one grey value. */
export const greyPng = (value: number, side = 4): Uint8Array =>
  encodePng({
    width: side,
    height: side,
    channels: 1,
    pixels: new Uint8Array(side * side).fill(value),
  });

export interface ParquetOptions {
  readonly pictures: readonly (Uint8Array | undefined)[];
  readonly labels?: readonly number[];
  readonly classNames?: readonly string[];
  /** Rows of a group. Default all. */
  readonly group?: number;
  /** Whether the column holds the bytes themselves. */
  readonly plain?: boolean;
  readonly column?: string;
}

export function parquetFile(options: ParquetOptions): Buffer {
  const { pictures, labels, classNames, group = pictures.length, column = 'image' } = options;
  const { plain = false } = options;
  const optional = { repetition_type: 'OPTIONAL' } as const;
  const bytes = { type: 'BYTE_ARRAY', ...optional } as const;
  const features = {
    [column]: { _type: 'Image' },
    label: classNames ? { _type: 'ClassLabel', names: classNames } : { _type: 'Value' },
  };
  const file = parquetWriteBuffer({
    rowGroupSize: group,
    schema: [
      { name: 'schema', num_children: labels ? 2 : 1 },
      ...(plain
        ? [{ name: column, ...bytes }]
        : [
            { name: column, num_children: 2, ...optional },
            { name: 'bytes', ...bytes },
            { name: 'path', converted_type: 'UTF8' as const, ...bytes },
          ]),
      ...(labels ? [{ name: 'label', type: 'INT64' as const, ...optional }] : []),
    ],
    columnData: [
      {
        name: column,
        data: pictures.map((picture, i) =>
          plain ? picture : { bytes: picture, path: `${i}.png` },
        ),
      },
      ...(labels ? [{ name: 'label', data: labels.map(BigInt) }] : []),
    ],
    kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features } }) }],
  });
  return Buffer.from(file);
}
