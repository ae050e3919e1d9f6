/** The files that a person chooses, drops or pastes, also those in folders; only their names are read here. */

/** A file that has not been opened. */
export interface ListedFile {
  /** Its path in the folder, or its name. */
  readonly name: string;
  readonly open: () => Promise<Blob> | Blob;
}

/** Lists files; it ends early once `isStopped` returns true. */
export type ListFiles = (isStopped: () => boolean) => Promise<readonly ListedFile[]>;

/** Files that systems leave in folders, and that nobody means to add. */
const byproduct = /(?:^|\/)(?:\.[^/]*|thumbs\.db|desktop\.ini)$/iu;

/** @returns the files of a file dialog. */
export const chosenFiles =
  (files: readonly File[]): ListFiles =>
  () =>
    Promise.resolve(inOrder(files.map(listed)));

/** Call it in the handler of the event: browsers empty the data afterwards. */
export function transferredFiles({
  items,
  files,
}: Pick<DataTransfer, 'items' | 'files'>): ListFiles {
  const entries = Array.from(items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const plain = entries.length > 0 ? [] : Array.from(files, listed);
  return async (isStopped) => {
    const found = [...plain];
    for (const { entry, file } of entries) {
      if (entry?.isDirectory) {
        for await (const one of filesIn(entry as FileSystemDirectoryEntry, isStopped)) {
          found.push(one);
        }
      } else if (file !== null) found.push(listed(file));
    }
    return inOrder(found);
  };
}

const listed = (file: File): ListedFile => ({
  name: file.webkitRelativePath || file.name,
  open: () => file,
});

/** By path, since browsers list folders in any order, and the order decides which pictures are held out. */
const inOrder = (files: readonly ListedFile[]): readonly ListedFile[] =>
  files
    .filter(({ name }) => !byproduct.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));

async function* filesIn(
  folder: FileSystemDirectoryEntry,
  isStopped: () => boolean,
): AsyncGenerator<ListedFile> {
  const reader = folder.createReader();
  for (;;) {
    const entries = await nextEntries(reader);
    if (entries.length === 0 || isStopped()) return;
    for (const entry of entries) {
      if (entry.isDirectory) yield* filesIn(entry as FileSystemDirectoryEntry, isStopped);
      else {
        yield { name: entry.fullPath.slice(1), open: () => fileOf(entry as FileSystemFileEntry) };
      }
    }
  }
}

/** A reader gives some entries at a time, and none at the end; a folder that cannot be read counts as empty. */
const nextEntries = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve) => {
    reader.readEntries(resolve, () => {
      resolve([]);
    });
  });

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
