import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { main } from '../main.js';
import { recordedIo } from '../testing/io.js';
import {
  chords,
  exampleCount,
  folder,
  key,
  listOf,
  outputPath,
  outputEndingIn,
  seed,
  shareOrTest,
  shift,
  wholeNumber,
} from './parsers.js';

it('takes whole numbers between two bounds', () => {
  const parse = wholeNumber(2, 1000);
  expect([parse('2'), parse('1e3')]).toEqual([2, 1000]);
  for (const text of ['1', '1001', '2.5', '', ' ', 'two', 'NaN', 'Infinity', '1e400']) {
    expect(() => parse(text), text).toThrow(InvalidArgumentError);
  }
  expect(() => parse('1e9')).toThrow('It must be a whole number from 2 to 1000.');
});

it('takes seeds of 32 bits', () => {
  expect(seed('4294967295')).toBe(4_294_967_295);
  expect(() => seed('4294967296')).toThrow(InvalidArgumentError);
  expect(() => exampleCount('0')).toThrow(InvalidArgumentError);
});

it('takes a share of the training examples, or the test part', () => {
  expect(shareOrTest('test')).toBe('test');
  expect([shareOrTest('10%'), shareOrTest('12.5%'), shareOrTest('50%')]).toEqual([0.1, 0.125, 0.5]);
  for (const text of ['0%', '51%', '0.1', '10', '-1%', '%']) {
    expect(() => shareOrTest(text), text).toThrow(InvalidArgumentError);
  }
});

it('takes lists, and checks each value as a single one', () => {
  const parse = listOf(wholeNumber(1, 8));
  expect([parse('3'), parse('1, 2')]).toEqual([[3], [1, 2]]);
  for (const text of ['', '1,', '1,9', '1;2']) {
    expect(() => parse(text), text).toThrow(InvalidArgumentError);
  }
});

it('takes output files with the right extension, and existing folders', () => {
  const png = outputEndingIn('.png');
  expect([png('a.png'), png('b.PNG')]).toEqual(['a.png', 'b.PNG']);
  for (const text of ['a.jpg', 'a', '', 'png']) expect(() => png(text), text).toThrow();
  expect(() => png('g.jpg')).toThrow('It must end in .png, the format of the file.');
  expect(folder('.')).toBe('.');
  for (const text of ['nosuchdir', 'package.json', '']) {
    expect(() => folder(text), text).toThrow('It must be a folder that exists.');
  }
});

it('suggests a command only if one is similar, and groups commands in the help', async () => {
  const io = recordedIo();
  for (const [name, said] of [
    ['trian', "error: unknown command 'trian'. Did you mean 'train'? See: speil --help"],
    ['show', "error: unknown command 'show'. See: speil --help"],
  ] as const) {
    expect(await main([name], io)).toBe(2);
    expect(io.lines.err.at(-1)).toBe(said);
  }
  await main(['--help'], io);
  const titles = io.lines.out.join('\n').match(/^[A-Z][a-z ]+:$/gmu);
  expect(titles).toEqual([
    'Options:',
    'Train:',
    'Runs:',
    'Use a model:',
    'Share models:',
    'Music:',
    'Data:',
    'System:',
    'Examples:',
  ]);
});

it('takes chords that are separated by spaces or commas', () => {
  expect(chords('C G  Am7,F#dim')).toEqual(['C', 'G', 'Am7', 'F#dim']);
  for (const text of ['', ' , ', 'C '.repeat(300)]) {
    expect(() => chords(text), text).toThrow(InvalidArgumentError);
  }
});

it('takes a key as its pitch class', () => {
  expect(['C', 'F#', 'Gb', 'B', 'B#', 'Cb'].map(key)).toEqual([0, 6, 6, 11, 0, 11]);
  for (const text of ['', 'H', 'c', 'C##', '3']) {
    expect(() => key(text), text).toThrow(InvalidArgumentError);
  }
});

it('takes several shifts', () => {
  const first = shift('density=+1');
  expect(shift('range=-.5', first)).toEqual([
    { name: 'density', amount: 1 },
    { name: 'range', amount: -0.5 },
  ]);
  for (const text of ['density', 'density=', '=1', 'density=11', 'density=1e9', 'density=NaN']) {
    expect(() => shift(text), text).toThrow(InvalidArgumentError);
  }
});

it('rejects an empty output path', () => {
  expect(outputPath('a')).toBe('a');
  expect(() => outputPath('')).toThrow('It must be a path');
});

it.each([
  ['interpolate', 'mnist-vae', 'a.png', 'b.png', '-o', 'c.png', '--steps', '100000000'],
  ['sample', 'mnist-vae', '-o', 'out', '-n', '1000000000'],
  ['sample', 'mnist-vae', '-o', 'out', '--seed', '4294967296'],
  ['grid', 'mnist-vae', '-o', 'grid.png', '--size', '100000'],
  ['eval', 'mnist-vae', '--samples', '1e12'],
  ['train', 'mnist-vae', '--seed', '99999999999'],
  ['train', 'mnist-vae', '--batch', '1e9'],
  ['train', 'mnist-vae', '--out', ''],
  ['grid', 'mnist-vae', '-o', ''],
  ['bench', '--rounds', '0'],
  ['bench', '--threads', '1,x'],
])('rejects with one line and code 2: speil %s %s %s %s %s %s', async (...args) => {
  const io = recordedIo();
  expect(await main(args, io)).toBe(2);
  expect(io.lines.err.join('\n').trimEnd().split('\n').length).toBe(1);
  expect(io.lines.err[0]).toMatch(/^error: option .* is invalid\. It must be a/u);
});

it.each([
  [
    ['train', 'mnist-vae', '--epoch', '5'],
    "unknown option '--epoch'. Did you mean --epochs?",
    'train ',
  ],
  [['train', 'mnist-vae', '--patience', '5'], "unknown option '--patience'.", 'train '],
  [['grid', 'mnist-vae'], "required option '-o, --out <file>' not specified.", 'grid '],
  [['tran'], "unknown command 'tran'. Did you mean 'train'?", ''],
])(
  'says in one line what is wrong with %j, and where to find help',
  async (argv, said, command) => {
    const io = recordedIo({ argv });
    expect(await main(argv, io)).toBe(2);
    expect(io.lines.err).toEqual([`error: ${said} See: speil ${command}--help`]);
  },
);
