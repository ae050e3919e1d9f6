import { expect, it } from 'vitest';
import { table } from '../report/table.js';
import type { Measured, Row } from './measure.js';
import { columnsOf, findDoubts, markdown } from './table.js';

const rows: readonly Row[] = [
  {
    work: 'dense',
    threads: 1,
    engine: 'onnx',
    milliseconds: 15.8912,
    spread: [14, 120.4],
    examplesPerSecond: 8055.2,
    cpuOverWall: 1.02,
    firstMilliseconds: 1388,
  },
  { work: 'dense', threads: 1, engine: 'wasm', error: 'no such kernel' },
];

it('shows the measurements, and the reason for each missing one', () => {
  expect(table(rows, columnsOf(rows))).toEqual([
    'WORK   THREADS  ENGINE    MS  LEAST TO MOST  EXAMPLES/S  CPU/WALL  FIRST MS',
    'dense        1  onnx    15.9      14 to 120       8,055      1.02     1,388',
    'dense        1  wasm       -              -           -         -         -  failed: no such kernel',
  ]);
});

it('shows operations per second only for products', () => {
  const product: Row = {
    work: 'product:1024',
    threads: 2,
    engine: 'onnx',
    milliseconds: 0.04321,
    spread: [0.04, 0.05],
    examplesPerSecond: 25,
    cpuOverWall: 1.9,
    gflops: 49.96,
  };
  const all = [rows[0]!, product];
  expect(markdown(all, columnsOf(all))).toEqual([
    '| work | threads | engine | ms | least to most | examples/s | gflop/s | cpu/wall | first ms |',
    '| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| dense | 1 | onnx | 15.9 | 14 to 120 | 8,055 |  | 1.02 | 1,388 |',
    '| product:1024 | 2 | onnx | 0.0432 | 0.04 to 0.05 | 25 | 50.0 | 1.90 | - |',
  ]);
});

it('shows the first step from a cache and the largest memory where a runner reports them', () => {
  const compiled: Row = { ...(rows[0] as Measured), cachedMilliseconds: 94, peakBytes: 231e6 };
  const all = [compiled, rows[0]!];
  const columns = columnsOf(all).filter(({ title }) => /^(?:FIRST|FROM|PEAK)/u.test(title));
  expect(table(all, columns)).toEqual([
    'FIRST MS  FROM CACHE  PEAK MB',
    '   1,388          94      231',
    '   1,388           -        -',
  ]);
});

it('warns about a runner that used too many threads, or had to wait for its only one', () => {
  const [sound] = rows;
  const with_ = (threads: number, cpuOverWall: number): Row =>
    ({ ...sound, threads, cpuOverWall }) as Row;
  expect(findDoubts([...rows, with_(2, 1.2), with_(2, 2.2)])).toEqual([]);
  expect(findDoubts([...rows, with_(1, 1.9), with_(1, 0.5)])).toEqual([
    'onnx used 1.90 threads in dense, but was given 1.',
    'The machine was busy: 1 of 3 runners had less than 0.8 of a processor for their one thread.',
  ]);
});
