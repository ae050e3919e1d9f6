/** `speil embed`: the codes of a whole data set, for other programs. */
import * as path from 'node:path';
import { sizeOf, type Dataset } from '@speil/api';
import { encodeDataset, type EncodedItems } from '@speil/core';
import { npyFileHeader } from '@speil/images/node';
import { AtomicFile } from '@speil/runs';
import { exitCodes, type ExitCode } from '../cli/exit.js';
import type { Io } from '../cli/io.js';
import { listenForInterruption } from '../cli/signals.js';
import { engineFor } from '../engines.js';
import { openModelData, type ModelDataOptions } from './model-data.js';
import { makeFolderFor } from './files.js';
import { tellFiles, type ModelOptions } from './model.js';
import { refuseDeadLink } from './places.js';

interface EmbedOptions extends ModelOptions, ModelDataOptions {
  readonly limit?: number;
  readonly out: string;
}

/** Files appear when all of them are whole; the codes pass through batch by batch and are not kept. */
export async function embed(name: string, given: object, io: Io): Promise<ExitCode> {
  const options = given as EmbedOptions;
  const { limit = Infinity, out } = options;
  const folder = path.resolve(io.cwd, out);
  refuseDeadLink(folder, out);
  const { model, dataset } = await openModelData(name, options, io);
  const { spec } = model.file;
  const engine = await engineFor(options, io);
  const count = Math.min(dataset.size, limit);
  const interruption = listenForInterruption();
  const of: CodesOf = {
    model: spec.name,
    dataset,
    count,
    latentShape: spec.latentShape,
    variational: spec.bottleneck.kind === 'gaussian',
  };
  let writer: CodesWriter | undefined;
  try {
    const { signal } = interruption;
    for await (const items of encodeDataset(model, engine, dataset, { limit, signal })) {
      // Not before there is something to write: what does not fit together leaves no folder.
      writer ??= new CodesWriter(folder, out, of);
      writer.add(items);
      io.progress.update('encoding', items.start + items.mean.shape[0]!, count);
    }
    tellFiles(writer!.commit(), options, io);
    return exitCodes.done;
  } finally {
    writer?.discard();
    interruption.stop();
  }
}

export interface CodesOf {
  readonly model: string;
  readonly dataset: Pick<Dataset, 'id' | 'fingerprint' | 'labels' | 'classNames'>;
  readonly count: number;
  readonly latentShape: readonly number[];
  readonly variational: boolean;
}

/**
 * Writes `codes.npy` (posterior means, float32, `[n, ...latentShape]`), `log-variances.npy` where the model is variational,
 * `labels.npy` (int32) where the data are labelled, and `codes.json`, which says what they are and holds the means as well.
 */
export class CodesWriter {
  readonly #of: CodesOf;
  readonly #shown: string;
  readonly #files = new Map<string, AtomicFile>();
  #written = 0;

  /** @param shown the folder as the person wrote it. @throws StorageError. */
  constructor(folder: string, shown: string, of: CodesOf) {
    this.#of = of;
    this.#shown = shown;
    const { model, dataset, count, latentShape, variational } = of;
    makeFolderFor(folder, shown);
    const shape = [count, ...latentShape];
    const { labels, classNames, id, fingerprint } = dataset;
    const begin = (file: string, header: Uint8Array | string): void => {
      const opened = new AtomicFile(path.join(folder, file));
      this.#files.set(file, opened);
      opened.write(header);
    };
    try {
      begin('codes.npy', npyFileHeader(shape, 'f4'));
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
      begin('codes.json', `${JSON.stringify(about).slice(0, -1)},"codes":[`);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  add({ mean, logVariance }: EncodedItems): void {
    const width = sizeOf(this.#of.latentShape);
    this.#files.get('codes.npy')!.write(bytesOf(mean.values));
    if (logVariance) this.#files.get('log-variances.npy')!.write(bytesOf(logVariance.values));
    const rows: string[] = [];
    for (let start = 0; start < mean.values.length; start += width) {
      rows.push(`[${Array.from(mean.values.subarray(start, start + width), shortest).join()}]`);
    }
    this.#files.get('codes.json')!.write(`${this.#written > 0 ? ',' : ''}\n${rows.join(',\n')}`);
    this.#written += rows.length;
  }

  /** The description last: where it is, all is there. @returns the files, as the person would write them. */
  commit(): readonly string[] {
    this.#files.get('codes.json')!.write('\n]}\n');
    for (const file of this.#files.values()) file.commit();
    return [...this.#files.keys()].map((file) => path.join(this.#shown, file));
  }

  /** Leaves what was there as it was. Harmless after `commit`. */
  discard(): void {
    for (const file of this.#files.values()) file.discard();
  }
}

/** Little-endian, as the header says; every platform that Node runs on is. */
function bytesOf(values: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** As few digits as give the same 32-bit float again; null for what JSON has no number for. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}
