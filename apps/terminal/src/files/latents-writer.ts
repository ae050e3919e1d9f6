/** Writes the latents of a dataset for other programs; all files appear together when they are complete. */
import * as path from 'node:path';
import { sizeOf, type Dataset } from '@speil/api';
import type { EncodedItems } from '@speil/core';
import { npyFileHeader } from '@speil/images/node';
import { AtomicFile } from '@speil/runs';
import { makeFolderFor } from './files.js';

export interface CodesDescription {
  readonly model: string;
  readonly dataset: Pick<Dataset, 'id' | 'fingerprint' | 'labels' | 'classNames'>;
  readonly count: number;
  readonly latentShape: readonly number[];
  readonly variational: boolean;
}

/**
 * Writes `latents.npy` (posterior means, float32, `[n, ...latentShape]`), `log-variances.npy` for a variational model,
 * `labels.npy` (int32) for labelled data, and `latents.json`, which describes them and holds the means as well.
 */
export class CodesWriter {
  readonly #description: CodesDescription;
  readonly #shown: string;
  readonly #files = new Map<string, AtomicFile>();
  #written = 0;

  /** @param shown the folder as the person wrote it. @throws StorageError. */
  constructor(folder: string, shown: string, description: CodesDescription) {
    this.#description = description;
    this.#shown = shown;
    const { model, dataset, count, latentShape, variational } = description;
    makeFolderFor(folder, shown);
    const shape = [count, ...latentShape];
    const { labels, classNames, id, fingerprint } = dataset;
    const begin = (file: string, header: Uint8Array | string): void => {
      const opened = new AtomicFile(path.join(folder, file));
      this.#files.set(file, opened);
      opened.write(header);
    };
    try {
      begin('latents.npy', npyFileHeader(shape, 'f4'));
      if (variational) begin('log-variances.npy', npyFileHeader(shape, 'f4'));
      if (labels) {
        begin('labels.npy', npyFileHeader([count], 'i4'));
        this.#files.get('labels.npy')!.write(bytesOf(Int32Array.from(labels.slice(0, count))));
      }
      const about = {
        model,
        dataset: { id, fingerprint },
        shape,
        ...(labels && { labels: Array.from(labels.slice(0, count)) }),
        ...(classNames && { classNames }),
      };
      begin('latents.json', `${JSON.stringify(about).slice(0, -1)},"latents":[`);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  add({ mean, logVariance }: EncodedItems): void {
    const width = sizeOf(this.#description.latentShape);
    this.#files.get('latents.npy')!.write(bytesOf(mean.values));
    if (logVariance) this.#files.get('log-variances.npy')!.write(bytesOf(logVariance.values));
    const rows: string[] = [];
    for (let start = 0; start < mean.values.length; start += width) {
      rows.push(`[${Array.from(mean.values.subarray(start, start + width), shortest).join()}]`);
    }
    this.#files.get('latents.json')!.write(`${this.#written > 0 ? ',' : ''}\n${rows.join(',\n')}`);
    this.#written += rows.length;
  }

  /** Puts all files in their place, latents.json last. @returns the files, as the person would write them. */
  commit(): readonly string[] {
    this.#files.get('latents.json')!.write('\n]}\n');
    for (const file of this.#files.values()) file.commit();
    return [...this.#files.keys()].map((file) => path.join(this.#shown, file));
  }

  /** Discards what was written and leaves existing files unchanged. Harmless after `commit`. */
  discard(): void {
    for (const file of this.#files.values()) file.discard();
  }
}

/** The bytes are little-endian, as the header says, since Node runs on little-endian platforms. */
function bytesOf(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The shortest number that gives the same 32-bit float again; null for a value that JSON cannot represent. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}
