/**
 * The pictures of a folder before any is opened: which part and which class each is of. A class has one number in all parts,
 * whichever of them lack it.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError, StorageError, type Split } from '@speil/api';
import { pictureEndings } from '../pictures/decode.js';
import { isHeldOut } from './held-out.js';
import { nameOfPart, partsAmong } from './parts.js';

export interface PictureFile {
  readonly path: string;
  /** Path inside the folder: it decides the split, so that moving the folder changes nothing. */
  readonly name: string;
  /** The subfolder that it lies in. */
  readonly label: string | undefined;
}

export interface PictureFiles {
  /** What it is called: `test` for whatever is held out, `validation` where there are both. */
  readonly part: Split;
  /** Of the part that was asked for. */
  readonly files: readonly PictureFile[];
  /** Of the parts that the folder is divided into, or of all of it. */
  readonly all: readonly PictureFile[];
  /** Of all parts, in order; undefined where not every picture of this part has a class. */
  readonly classNames?: readonly string[];
  /** In what the parts differ, for a person. */
  readonly remark?: string;
}

/** More are no classes but a folder for each of something else. */
const mostClasses = 256;

/**
 * With subfolders for parts, those are the parts; of one that is called `train` and stands alone, as of a folder without parts, a
 * tenth is held out, chosen by the sha256 of each file's name.
 *
 * @throws NotFoundError when the folder is not there, holds no picture or has none for the part.
 */
export async function picturesIn(folder: string, part: Split): Promise<PictureFiles> {
  const { files: loose, folders } = await list(folder);
  const parts = partsAmong(folders);
  const isAlone = folders.length === 1 && loose.length === 0;
  const divided = parts.has('train') && parts.size > 1;
  if (divided) return ofParts(folder, parts, part);
  const root = parts.has('train') && isAlone ? join(folder, parts.get('train')!) : folder;
  const all = await filesIn(root);
  if (all.length === 0) throw await noPictures(root);
  const called = part === 'train' ? part : 'test';
  const files = all.filter(({ name }) => isHeldOut(name) === (called === 'test'));
  if (files.length === 0) {
    throw new NotFoundError(
      `${root} has nothing in its ${called} part: of its ${all.length} pictures a tenth, by name, would be held out. Add pictures, or divide them into subfolders train and test.`,
    );
  }
  return { part: called, files, all, ...classesOf(all, all) };
}

async function ofParts(
  folder: string,
  parts: ReadonlyMap<Split, string>,
  part: Split,
): Promise<PictureFiles> {
  const name = nameOfPart(parts, part)!;
  const byPart = new Map<string, readonly PictureFile[]>();
  for (const one of parts.values()) byPart.set(one, await filesIn(join(folder, one)));
  const files = byPart.get(name)!;
  if (files.length === 0) throw await noPictures(join(folder, name));
  const all = [...byPart.values()].flat();
  const remark = differenceOf(byPart);
  return {
    part: part === 'validation' && parts.size < 3 ? 'test' : part,
    files,
    all,
    ...classesOf(files, all),
    ...(remark !== undefined && { remark }),
  };
}

function classesOf(
  files: readonly PictureFile[],
  all: readonly PictureFile[],
): Pick<PictureFiles, 'classNames'> {
  const classNames = labelsOf(all);
  const labelled = files.every(({ label }) => label !== undefined);
  return labelled && classNames.length <= mostClasses ? { classNames } : {};
}

const labelsOf = (files: readonly PictureFile[]): readonly string[] =>
  [...new Set(files.flatMap(({ label }) => label ?? []))].sort();

/** Which classes are in some parts only. */
function differenceOf(byPart: ReadonlyMap<string, readonly PictureFile[]>): string | undefined {
  const parts = [...byPart].map(([name, files]) => ({ name, labels: labelsOf(files) }));
  const every = labelsOf([...byPart.values()].flat());
  const missing = parts.flatMap(({ name, labels }) => {
    const absent = every.filter((label) => !labels.includes(label));
    if (absent.length === 0) return [];
    const more = absent.length > 3 ? ` and ${absent.length - 3} more` : '';
    return `${name} has no ${absent.slice(0, 3).join(', ')}${more}`;
  });
  return missing.length === 0 ? undefined : `classes differ: ${missing.join('; ')}`;
}

async function filesIn(root: string): Promise<PictureFile[]> {
  const { files, folders } = await list(root);
  const found: PictureFile[] = files.map((name) => ({
    path: join(root, name),
    name,
    label: undefined,
  }));
  for (const label of folders) {
    const inside = await list(join(root, label));
    for (const file of inside.files) {
      found.push({ path: join(root, label, file), name: `${label}/${file}`, label });
    }
  }
  return found;
}

async function noPictures(root: string): Promise<NotFoundError> {
  const deeper = await hasDeeper(root);
  return new NotFoundError(
    `${root} holds no PNG or JPEG files where they were looked for: in it, or in its subfolders, one a class${deeper ? '. Folders inside those are not read; move the pictures up' : ''}.`,
  );
}

/** Whether there are folders inside the subfolders, where nobody looks for pictures. */
async function hasDeeper(root: string): Promise<boolean> {
  for (const label of (await list(root)).folders) {
    if ((await list(join(root, label))).folders.length > 0) return true;
  }
  return false;
}

async function list(folder: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    const [files, folders]: [string[], string[]] = [[], []];
    for (const entry of found) {
      if (isOfTheSystem(entry.name)) continue;
      // What a link leads to counts, and one that leads nowhere is not there.
      const kind = entry.isSymbolicLink()
        ? await stat(join(folder, entry.name)).catch(() => undefined)
        : entry;
      if (kind?.isFile() && isPictureName(entry.name)) files.push(entry.name);
      if (kind?.isDirectory()) folders.push(entry.name);
    }
    return { files: files.sort(), folders: folders.sort() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new NotFoundError(`Folder ${folder} does not exist.`, { cause: error });
    }
    throw new StorageError(`Folder ${folder} could not be read: ${code}.`, { cause: error });
  }
}

/** Macs leave `._name` beside a file on other disks, and a folder of such in archives; hidden names are nobody's pictures. */
function isOfTheSystem(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}

function isPictureName(name: string): boolean {
  return pictureEndings.some((ending) => name.toLowerCase().endsWith(ending));
}
