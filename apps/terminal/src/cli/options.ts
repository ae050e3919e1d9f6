/** Options that several commands share. */
import type { PictureFit } from '@speil/api';
import {
  choice,
  choiceWithDefault,
  flag,
  option,
  optionWithDefault,
  requiredOption,
  type OptionSpec,
} from './command.js';
import {
  chords,
  exampleCount,
  folder,
  key,
  numberBetween,
  outputPath,
  pictureSize,
  wholeNumber,
} from './parsers.js';

export const json = flag('--json', 'a JSON object on stdout');

export const dataDir = option('--data-dir <dir>', 'where datasets are looked for first', folder);

export const limit = option('--limit <n>', 'only n examples, drawn across the data', exampleCount);

/** @param otherwise the default, if the help should mention it. */
export function labelled(otherwise?: string): OptionSpec<number | undefined> {
  const text = 'the class that a conditional model is conditioned on';
  const more = otherwise === undefined ? '' : ` (default: ${otherwise})`;
  return option('--label <n>', `${text}${more}`, wholeNumber(0, 999));
}

/** Options of every command that loads a model. */
export const common = {
  engine: optionWithDefault(
    '--engine <name>',
    'auto, onnx, native, wasm or cpu; see speil doctor',
    undefined,
    'auto',
  ),
  json,
};

interface FitOption {
  readonly fit: OptionSpec<PictureFit | undefined>;
}

/** How pictures are fitted. @param otherwise the default, in the words of the help. */
export function fitted(otherwise = 'as the model’s run was trained'): FitOption {
  return {
    fit: choice(
      '--fit <how>',
      `pictures of other proportions are stretched (stretch), padded (pad) or cropped (crop) (default: ${otherwise})`,
      ['stretch', 'pad', 'crop'],
    ),
  };
}

/** Options of a command that makes a model for data. */
export const familyOptions = {
  size: option(
    '--size <pixels>',
    'for a family: the pictures’ size, 64 or 96x64 (default: from the data)',
    pictureSize,
  ),
  colour: flag('--colour', 'for a family: pictures in colour (default: as the data are)'),
  grey: flag('--grey', 'for a family: pictures in grey'),
  latent: option('--latent <n>', 'size of the latent', wholeNumber(1, 4096)),
  width: option(
    '--width <n>',
    'for a family: channels of the first convolution, or units of recurrent layers',
    wholeNumber(1, 4096),
  ),
  bars: option('--bars <n>', 'for musicvae: bars of a window (default: 2)', wholeNumber(1, 16)),
  part: option(
    '--part <name>',
    'for musicvae: melody, bass, drums, trio or tracks (default: what the data have most of, except tracks)',
  ),
};

/** `--data` of a command that trains. */
export const trainingData = option(
  '--data <name>',
  'a dataset’s name, a folder of PNG, JPEG, Parquet or MIDI files, or a .npy, .npz, .h5, .parquet, .tar or .mat file',
);

interface MusicOptions {
  readonly temperature: OptionSpec<number | undefined>;
  readonly chords: OptionSpec<readonly string[] | undefined>;
  readonly key: OptionSpec<number | undefined>;
  readonly qpm: OptionSpec<number | undefined>;
}

/** Options of a model of music. @param temperature the help text of `--temperature`. */
export function musical(
  temperature = 'sampling temperature of a music model (default: 0, the likeliest notes)',
): MusicOptions {
  return {
    temperature: option('--temperature <t>', temperature, numberBetween(0, 10)),
    chords: option('--chords <list>', 'for music: chords to condition on, "C G Am F"', chords),
    key: option('--key <name>', 'for music: the key, C, F# or Bb', key),
    qpm: option(
      '--qpm <n>',
      'for music: tempo in quarter notes per minute (default: the file’s, or 120)',
      numberBetween(10, 500),
    ),
  };
}

/** Options of a command that runs a model on a dataset. */
export const withData = {
  ...common,
  ...fitted(),
  data: option(
    '--data <name>',
    'a dataset’s name, a folder of PNG, JPEG, Parquet or MIDI files, or a .npy, .npz, .h5, .parquet, .tar or .mat file (default: the training data)',
  ),
  dataDir,
  split: choiceWithDefault('--split <part>', 'which part', ['train', 'test'], 'test'),
};

/** Options that read items of a dataset instead of files. */
export const fromItems = {
  data: option(
    '--data <name>',
    'for pictures: take items of this dataset, by their numbers instead of files',
  ),
  dataDir,
  split: choiceWithDefault('--split <part>', 'which part of it', ['train', 'test'], 'test'),
};

/** Options of a command that starts from one or two files. */
export const fromFiles = {
  ...common,
  ...fitted(),
  label: labelled(),
  invert: flag('--invert', 'invert brightness first'),
  bar: option('--bar <n>', 'for music: the bar of the file to start from', wholeNumber(1, 100_000)),
  ...musical(),
};

/** `-o`, a folder or a file to write. */
export function output(argument: 'dir' | 'path', description: string): OptionSpec<string> {
  return requiredOption(`-o, --out <${argument}>`, description, outputPath);
}
