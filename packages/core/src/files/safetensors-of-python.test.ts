/** Reads a file that safetensors for Python wrote once with tools/reference/safetensors_files.py. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeSafetensors } from './safetensors.js';

interface Reference {
  readonly versions: Readonly<Record<string, string>>;
  readonly file: string;
  /** Numbers as Python prints them: JSON has no infinity. */
  readonly tensors: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly string[] }>
  >;
}
const { versions, file, tensors } = JSON.parse(
  readFileSync(new URL('safetensors.reference.json', import.meta.url), 'utf8'),
) as Reference;

const numberOf = (text: string): number => Number(text.replace('inf', 'Infinity'));

it(`reads every tensor that safetensors ${versions['safetensors']} has written`, () => {
  const read = decodeSafetensors(Buffer.from(file, 'base64'), 'the file');
  expect(Object.keys(read).sort()).toEqual(Object.keys(tensors).sort());
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    expect(read[name]!.shape).toEqual(shape);
    expect([...read[name]!.values]).toEqual(values.map(numberOf));
  }
});
