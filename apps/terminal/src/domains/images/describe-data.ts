/** Describes a dataset of pictures: sizes, parts, classes, and the shape of a model that fits. */
import { decodeItems, type Dataset, type Split } from '@speil/api';
import { imageCodec } from '@speil/images';
import { chooseShape, inspectDataset, openDataset } from '@speil/images/node';
import { formatCount, plural } from '../../report/format.js';
import { quoteForShell } from '../../report/paths.js';
import { describeSkipped } from '../../report/skipped.js';
import type { DataDescription, DescribeOptions } from '../domain.js';
import { overviewOf } from './overviews.js';

/** Maximum number of classes that are named. */
const mostNames = 12;
/** Columns of the picture. */
const columns = 8;

export async function describePictures(
  name: string,
  { dir, count, seed }: DescribeOptions,
): Promise<DataDescription> {
  const place = dir === undefined ? {} : { dir };
  const facts = await inspectDataset(name, place);
  const shape = chooseShape(facts);
  const [height, width, channels] = shape;
  const choice = { limit: count, seed, ...place };
  const some = await openDataset(name, { split: 'train', shape, fit: 'crop', ...choice });
  const lines = [
    some.description ?? summarise(facts),
    `train ${formatCount(facts.count)}; ${await describeOthers(name, place)}`,
    describeClasses(some),
    ...describeSkipped(some.id, some.skipped ?? []),
    `A model that fits: ${width}x${height} ${channels === 1 ? 'grey' : 'colour'}. Train one with: speil train vae --data ${quoteForShell(name)}`,
  ];
  const batch = await some.read(Array.from({ length: Math.min(count, some.size) }, (_, i) => i));
  const items = decodeItems(imageCodec({ id: 'image', shape: [...shape] }), batch);
  return { lines, picture: overviewOf(items, columns) };
}

type Facts = Awaited<ReturnType<typeof inspectDataset>>;

/** Such as `50,000 pictures, 32x32, colour`. */
const summarise = (facts: Pick<Facts, 'count' | 'width' | 'height' | 'colour'>): string =>
  `${plural(facts.count, 'picture')}, ${facts.width}x${facts.height}, ${facts.colour ? 'colour' : 'grey'}`;

export function summarisePictures({ size: count, shape }: Dataset): string {
  const [height = 1, width = 1, channels = 1] = shape;
  return summarise({ count, width, height, colour: channels > 1 });
}

/** The sizes of the parts that are not trained on. */
async function describeOthers(name: string, place: { readonly dir?: string }): Promise<string> {
  const sizeOf = async (split: Exclude<Split, 'train'>): Promise<string | undefined> => {
    const part = await openDataset(name, { split, ...place }).catch(() => undefined);
    return part?.id.endsWith(`/${split}`) ? `${split} ${formatCount(part.size)}` : undefined;
  };
  return [
    (await sizeOf('validation')) ?? 'validation: a tenth of the training pictures, by default',
    (await sizeOf('test')) ?? 'no test part',
  ].join('; ');
}

function describeClasses({ classNames, labels }: Dataset): string {
  if (labels === undefined) return 'no classes';
  if (classNames === undefined) return 'classes without names';
  const named = classNames.slice(0, mostNames).join(', ');
  const more = classNames.length > mostNames ? ` and ${classNames.length - mostNames} more` : '';
  return `${plural(classNames.length, 'class', 'classes')}: ${named}${more}`;
}
