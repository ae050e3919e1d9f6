/**
 * Writes TensorBoard's event file beside the log, so that a run can be opened in TensorBoard. The file is derived from
 * metrics.jsonl, which contains more and is authoritative.
 *
 * A record consists of the payload's length (u64), the masked CRC-32C of those eight bytes, the payload (an `Event`
 * message) and the masked CRC-32C of the payload. All numbers are little-endian.
 */
import * as os from 'node:os';
import * as path from 'node:path';
import { scalarNames, type Losses, type TrainingEvent } from '@speil/api';
import { maskedCrc32c } from './crc32c.js';
import { guardStorage, nodeFileSystem, writeFully, type FileSystem } from '../disk/file-system.js';
import { bytesField, doubleField, floatField, varintField } from './protobuf-writer.js';

/** Prefix of the names of event files. TensorBoard finds the files by this prefix. */
export const eventFilePrefix = 'events.out.tfevents.';

/** An encoded picture for TensorBoard's image pane. */
export interface TensorBoardImage {
  readonly tag: string;
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly png: Uint8Array;
}

export class TensorBoardWriter {
  readonly #file: string;
  readonly #files: FileSystem;
  readonly #descriptor: number;

  /**
   * Opens a new event file.
   *
   * @param time when this part of the run starts, in milliseconds since 1970.
   * @param resumedFrom a step above 0 makes TensorBoard discard later steps of earlier files.
   * @throws StorageError
   */
  constructor(
    folder: string,
    { time, resumedFrom = 0 }: { readonly time: number; readonly resumedFrom?: number },
    files: FileSystem = nodeFileSystem,
  ) {
    const seconds = String(Math.floor(time / 1000)).padStart(10, '0');
    const name = `${eventFilePrefix}${seconds}.${os.hostname()}.${process.pid}.${resumedFrom}`;
    this.#file = path.join(folder, name);
    this.#files = files;
    this.#descriptor = guardStorage('write', this.#file, () => files.open(this.#file, 'a'));
    this.#write(time, 0, bytesField(3, 'brain.Event:2'));
    // A session that starts at a step removes that step and all later ones of earlier files.
    if (resumedFrom > 0) this.#write(time, resumedFrom + 1, bytesField(7, varintField(1, 1)));
  }

  /** Writes the scalars at the end of a step or an epoch; other events have none. @throws StorageError */
  add(event: TrainingEvent): void {
    const scalars = scalarsOf(event);
    if (scalars.length === 0) return;
    const values = scalars.map(([tag, value]) =>
      bytesField(1, Buffer.concat([bytesField(1, tag), floatField(2, value)])),
    );
    const step = event.type === 'run-start' ? 0 : event.step;
    this.#write(event.time, step, bytesField(5, Buffer.concat(values)));
  }

  /** @throws StorageError */
  addImage({ tag, step, time, png }: TensorBoardImage): void {
    const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
    // In every PNG file, the width is at byte 16 and the height at byte 20.
    const [width, height] = png.length < 24 ? [0, 0] : [view.getUint32(16), view.getUint32(20)];
    const grey = 1;
    const image = Buffer.concat([
      varintField(1, height),
      varintField(2, width),
      varintField(3, grey),
      bytesField(4, png),
    ]);
    const value = Buffer.concat([bytesField(1, tag), bytesField(4, image)]);
    this.#write(time, step, bytesField(5, bytesField(1, value)));
  }

  close(): void {
    guardStorage('write', this.#file, () => this.#files.close(this.#descriptor));
  }

  #write(time: number, step: number, content: Buffer): void {
    const event = Buffer.concat([doubleField(1, time / 1000), varintField(2, step), content]);
    guardStorage('write', this.#file, () =>
      writeFully(this.#files, this.#descriptor, encodeRecord(event)),
    );
  }
}

/** Encodes a payload as one record of an event file. */
export function encodeRecord(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(payload.length));
  const sum = (bytes: Uint8Array): Buffer => {
    const crc = Buffer.alloc(4);
    crc.writeUInt32LE(maskedCrc32c(bytes));
    return crc;
  };
  return Buffer.concat([length, sum(length), payload, sum(payload)]);
}

function extrasOf(prefix: string, { extras = {} }: Losses): [tag: string, value: number][] {
  return Object.entries(extras).map(([name, value]) => [prefix + name, value]);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

function scalarsOf(event: TrainingEvent): readonly (readonly [tag: string, value: number])[] {
  if (event.type === 'step-end') {
    const { losses, gradientNorm, examples, seconds } = event;
    return [
      ['step/total', losses.total],
      ['step/reconstruction', losses.reconstruction],
      ['step/kl', losses.kl],
      ...extrasOf('step/', losses),
      ...scalarNames.flatMap((name) => {
        const value = event[name];
        return value === undefined ? [] : [[`settings/${snakeCase(name)}`, value] as const];
      }),
      ...(gradientNorm === undefined ? [] : [['step/gradient_norm', gradientNorm] as const]),
      ...(seconds > 0 ? [['speed/examples_per_second', examples / seconds] as const] : []),
    ];
  }
  if (event.type === 'epoch-end') {
    const { train, validation } = event;
    return [
      ['epoch/train_total', train.total],
      ['epoch/train_reconstruction', train.reconstruction],
      ['epoch/train_kl', train.kl],
      ...extrasOf('epoch/train_', train),
      ...(validation === null
        ? []
        : ([
            ['epoch/validation_total', validation.total],
            ['epoch/validation_reconstruction', validation.reconstruction],
            ['epoch/validation_kl', validation.kl],
            ...extrasOf('epoch/validation_', validation),
          ] as const)),
    ];
  }
  return [];
}
