/**
 * Lists the pictures of a folder with their part and class, before any picture is opened. A class has the same number
 * in all parts, even if some parts lack it.
 */
import { opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundError, StorageError, type Split } from '@speil/api';
import { pictureEndings } from '../pictures/decode.js';
import { describeHeldOut, isHeldOut } from './held-out.js';
import { nameOfPart, findParts } from './parts.js';

export interface PictureFile {
  readonly path: string;
  /** Path inside the folder. Only this path determines the part, so moving the folder changes nothing. */
  readonly name: string;
  /** Its subfolder, or its label in a table. */
  readonly label: string | undefined;
}

export interface PictureFiles {
  /** The name of the part: `test` for held-out pictures, `validation` if the folder has that part. */
  readonly part: Split;
  /** Pictures of the requested part. */
  readonly files: readonly PictureFile[];
  /** Pictures of all parts, or of an undivided folder. */
  readonly all: readonly PictureFile[];
  /** The classes of all parts, in order; undefined if a picture of this part has no class. */
  readonly classNames?: readonly string[];
  /** How the parts differ, for the user. */
  readonly remark?: string;
}

/** Maximum number of classes. If there are more subfolders, they are not classes. */
const mostClasses = 256;

/**
 * Subfolders that are named after parts are the parts. If there are none, or only `train`, a tenth of the pictures is
 * held out, chosen by the sha256 of each file's name.
 *
 * @throws NotFoundError when the folder does not exist, contains no picture or has none for the part.
 */
export async function listPictures(folder: string, part: Split): Promise<PictureFiles> {
  const { files: loose, folders } = await listFolder(folder);
  const parts = findParts(folders);
  const isAlone = folders.length === 1 && loose.length === 0;
  const divided = parts.has('train') && parts.size > 1;
  if (divided) return listParts(folder, parts, part);
  const root = parts.has('train') && isAlone ? join(folder, parts.get('train')!) : folder;
  const all = await listPictureFiles(root);
  if (all.length === 0) throw await createNoPicturesError(root);
  const partName = part === 'train' ? part : 'test';
  const files = all.filter(({ name }) => isHeldOut(name) === (partName === 'test'));
  if (files.length === 0) {
    throw new NotFoundError(
      `${root} has nothing in its ${partName} part: of its ${all.length} pictures a tenth, by name, would be held out. Add pictures, or divide them into subfolders train and test.`,
    );
  }
  const remark = describeHeldOut(partName === 'test' ? files.length : all.length - files.length);
  return {
    part: partName,
    files,
    all,
    ...findClasses(all, all),
    ...(remark !== undefined && { remark }),
  };
}

async function listParts(
  folder: string,
  parts: ReadonlyMap<Split, string>,
  part: Split,
): Promise<PictureFiles> {
  const name = nameOfPart(parts, part)!;
  const byPart = new Map<string, readonly PictureFile[]>();
  for (const one of parts.values()) byPart.set(one, await listPictureFiles(join(folder, one)));
  const files = byPart.get(name)!;
  if (files.length === 0) throw await createNoPicturesError(join(folder, name));
  const all = [...byPart.values()].flat();
  const remark = describeDifferences(byPart);
  return {
    part: part === 'validation' && !parts.has('validation') ? 'test' : part,
    files,
    all,
    ...findClasses(files, all),
    ...(remark !== undefined && { remark }),
  };
}

/** The classes, if every picture of the part has one and there are not too many. */
export function findClasses(
  files: readonly PictureFile[],
  all: readonly PictureFile[],
): Pick<PictureFiles, 'classNames'> {
  const classNames = labelsOf(all);
  const labelled = files.every(({ label }) => label !== undefined);
  return labelled && classNames.length <= mostClasses ? { classNames } : {};
}

const labelsOf = (files: readonly PictureFile[]): readonly string[] =>
  [...new Set(files.flatMap(({ label }) => label ?? []))].sort();

/** Describes the classes that some parts lack. */
function describeDifferences(
  byPart: ReadonlyMap<string, readonly PictureFile[]>,
): string | undefined {
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

async function listPictureFiles(root: string): Promise<PictureFile[]> {
  const { files, folders } = await listFolder(root);
  const found: PictureFile[] = files.map((name) => ({
    path: join(root, name),
    name,
    label: undefined,
  }));
  for (const label of folders) {
    const inside = await listFolder(join(root, label));
    for (const file of inside.files) {
      found.push({ path: join(root, label, file), name: `${label}/${file}`, label });
    }
  }
  return found;
}

async function createNoPicturesError(root: string): Promise<NotFoundError> {
  const notes = await findNotes(root);
  if (notes !== undefined) {
    return new NotFoundError(
      `${root} holds no PNG or JPEG files but notes, such as ${notes}. See speil data show --music, and train musicvae on them.`,
    );
  }
  const deeper = await hasNestedFolders(root);
  return new NotFoundError(
    `${root} holds no PNG or JPEG files, neither directly nor in its subfolders (one per class)${deeper ? '. Folders inside those are not read; move the pictures up' : ''}.`,
  );
}

/** @returns the name of a file of notes in the folder, at any depth, within the first thousand entries. */
async function findNotes(root: string): Promise<string | undefined> {
  const found = await opendir(root, { recursive: true }).catch(() => undefined);
  let seen = 0;
  for await (const { name } of found ?? []) {
    if (/\.(?:midi?|mxl|musicxml|abc)$/iu.test(name)) return name;
    seen++;
    if (seen >= 1000) return undefined;
  }
  return undefined;
}

/** Whether there are folders inside the subfolders, which are not searched. */
async function hasNestedFolders(root: string): Promise<boolean> {
  for (const label of (await listFolder(root)).folders) {
    if ((await listFolder(join(root, label))).folders.length > 0) return true;
  }
  return false;
}

async function listFolder(folder: string): Promise<{ files: string[]; folders: string[] }> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    const [files, folders]: [string[], string[]] = [[], []];
    for (const entry of found) {
      if (isSystemFile(entry.name)) continue;
      // A link is treated as its target. A broken link is ignored.
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

/**
 * Whether to ignore a name: hidden files, and the `._name` files and `__MACOSX` folders that macOS adds to other disks
 * and to archives.
 */
function isSystemFile(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}

function isPictureName(name: string): boolean {
  return pictureEndings.some((ending) => name.toLowerCase().endsWith(ending));
}
