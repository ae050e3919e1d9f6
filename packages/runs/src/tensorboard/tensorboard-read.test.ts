/**
 * Compares event files with what TensorBoard read from them. The script tools/reference/events.py read the same bytes
 * once with TensorBoard.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { epochEnd, stepEnd } from '@speil/testing';
import { temporaryFolder } from '../testing/campaign.js';
import { examplePng } from '../testing/examples.js';
import { TensorBoardWriter } from './tensorboard-writer.js';

interface Reference {
  readonly versions: { readonly tensorboard: string };
  readonly file: string;
  /** Step, value and seconds since 1970. */
  readonly scalars: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
  /** Step, width and height. */
  readonly images: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
}
const file = new URL('tensorboard.reference.json', import.meta.url);
const reference = (): Reference => JSON.parse(fs.readFileSync(file, 'utf8')) as Reference;

const lossesOf = (total: number) => ({ total, reconstruction: total - 1, kl: 1 });

function log(): Buffer {
  const folder = process.env['SPEIL_LOG_FOLDER'] ?? temporaryFolder();
  fs.mkdirSync(folder, { recursive: true });
  const writer = new TensorBoardWriter(folder, { time: 1_700_000_000_000 });
  for (const step of [1, 2, 4]) writer.add({ ...stepEnd(step), losses: lossesOf(100 / step) });
  writer.addImage({ tag: 'samples', step: 4, time: 4, png: examplePng });
  writer.add({ ...epochEnd(1), train: lossesOf(3), validation: lossesOf(3) });
  writer.close();
  return fs.readFileSync(path.join(folder, fs.readdirSync(folder)[0]!));
}

it('the event file has exactly the bytes that TensorBoard has read', () => {
  const written = log();
  expect(written.toString('base64')).toBe(reference().file);
});

it('the event file was read by TensorBoard with all scalars and pictures', () => {
  const { scalars, images } = reference();
  const totals = [1, 2, 4].map((step) => [step, 100 / step, step / 1000]);
  expect(scalars['step/total']).toEqual(totals);
  expect(scalars['step/kl']!.map(([step, value]) => [step, value])).toEqual([
    [1, 1],
    [2, 1],
    [4, 1],
  ]);
  expect(scalars['epoch/validation_total']!.map(([step, value]) => [step, value])).toEqual([
    [10, 3],
  ]);
  expect(images).toEqual({ samples: [[4, 2, 1]] });
});
