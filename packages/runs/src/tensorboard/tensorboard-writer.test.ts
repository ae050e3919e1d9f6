import * as fs from 'node:fs';
import * as path from 'node:path';
import { scalarNames } from '@speil/api';
import { epochEnd, stepEnd } from '@speil/testing';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/campaign.js';
import { examplePng } from '../testing/examples.js';
import { crc32c, maskedCrc32c } from './crc32c.js';
import { TensorBoardWriter, encodeRecord } from './tensorboard-writer.js';

describe('crc32c', () => {
  it.each([
    // RFC 3720, appendix B.4.
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    // The check value of the CRC catalogues.
    ['123456789', Buffer.from('123456789'), 0xe3069283],
  ])('agrees with the published checksum of %s', (_, bytes, sum) => {
    expect(crc32c(bytes)).toBe(sum);
  });

  it('masks as TensorFlow does', () => {
    // By definition this is ((crc >> 15) | (crc << 17)) + 0xa282ead8. Computed by hand for crc 0xe3069283.
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe(
      Number(
        (((0xe3069283n >> 15n) | ((0xe3069283n << 17n) & 0xffffffffn)) + 0xa282ead8n) % 2n ** 32n,
      ),
    );
  });
});

/** A minimal reader of what was written: it returns field numbers with their values, and checks the checksums. */
function readEvents(bytes: Buffer): Field[][] {
  const events: Field[][] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const payload = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(payload));
    events.push(readMessage(payload));
    at += 16 + length;
  }
  return events;
}

type Field = readonly [number: number, value: number | Buffer];

function readMessage(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = key >> 3;
    if ((key & 7) === 0) fields.push([field, varint()]);
    else if ((key & 7) === 1) fields.push([field, bytes.readDoubleLE((at += 8) - 8)]);
    else if ((key & 7) === 5) fields.push([field, bytes.readFloatLE((at += 4) - 4)]);
    else {
      const length = varint();
      fields.push([field, bytes.subarray(at, (at += length))]);
    }
  }
  return fields;
}

function bytesOf(fields: readonly Field[], number: number): Buffer {
  const value = fields.find(([field]) => field === number)?.[1];
  if (!(value instanceof Buffer)) throw new Error(`no bytes in field ${number}`);
  return value;
}

function write(use: (writer: TensorBoardWriter) => void, resumedFrom = 0): Field[][] {
  const folder = temporaryFolder();
  const writer = new TensorBoardWriter(folder, { time: 1_700_000_000_000, resumedFrom });
  use(writer);
  writer.close();
  const [name, ...others] = fs.readdirSync(folder);
  expect(name).toMatch(/^events\.out\.tfevents\.1700000000\./u);
  expect(others).toEqual([]);
  return readEvents(fs.readFileSync(path.join(folder, name!)));
}

describe('TensorBoardWriter', () => {
  it('starts a file with the version of the format', () => {
    const [first] = write(() => undefined);
    expect(first).toEqual([
      [1, 1_700_000_000],
      [2, 0],
      [3, Buffer.from('brain.Event:2')],
    ]);
  });

  it('writes the scalars of a step', () => {
    const [, event] = write((writer) => writer.add(stepEnd(300, 12.5)));
    expect(event).toContainEqual([2, 300]);
    const values = readMessage(bytesOf(event!, 5)).map(([, value]) => readMessage(value as Buffer));
    const scalars = values.map((value) => [String(bytesOf(value, 1)), value[1]?.[1]]);
    expect(scalars).toContainEqual(['step/total', 12.5]);
    expect(scalars).toContainEqual(['step/reconstruction', 7.5]);
    expect(scalars).toContainEqual(['step/kl', 5]);
  });

  it('writes every scheduled scalar of a step', () => {
    const scheduled = Object.fromEntries(scalarNames.map((name, i) => [name, i + 0.5]));
    const [, event] = write((writer) => writer.add({ ...stepEnd(1), ...scheduled }));
    const values = readMessage(bytesOf(event!, 5)).map(([, value]) => readMessage(value as Buffer));
    const scalars = values.map((value) => [String(bytesOf(value, 1)), value[1]?.[1]]);
    expect(scalars).toContainEqual(['settings/learning_rate', 0.5]);
    expect(scalars).toContainEqual(['settings/scheduled_sampling', 5.5]);
  });

  it('writes training and validation of an epoch', () => {
    const [, event] = write((writer) => writer.add(epochEnd(1)));
    const tags = readMessage(bytesOf(event!, 5)).map(([, value]) =>
      String(bytesOf(readMessage(value as Buffer), 1)),
    );
    expect(tags).toContain('epoch/train_total');
    expect(tags).toContain('epoch/validation_kl');
  });

  it('writes a picture with its size', () => {
    const [, event] = write((writer) =>
      writer.addImage({ tag: 'samples', step: 5, time: 1, png: examplePng }),
    );
    const value = readMessage(bytesOf(readMessage(bytesOf(event!, 5)), 1));
    const image = readMessage(bytesOf(value, 4));
    expect(image).toContainEqual([1, 1]);
    expect(image).toContainEqual([2, 2]);
    expect(bytesOf(image, 4)).toEqual(examplePng);
  });

  it('tells TensorBoard to discard the steps that are repeated', () => {
    const [, event] = write(() => undefined, 20);
    expect(event).toContainEqual([2, 21]);
    expect(readMessage(bytesOf(event!, 7))).toEqual([[1, 1]]);
  });

  it('frames a payload as TFRecord does', () => {
    // The length 1, the masked checksum of those eight bytes, the byte, and its masked checksum.
    expect(encodeRecord(Buffer.from([0])).length).toBe(8 + 4 + 1 + 4);
  });
});
