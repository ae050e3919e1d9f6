/**
 * Counts the classes of a folder of pictures, as `speil train` finds them: one subfolder for each class, of the folder or of
 * its parts. A test of the repository compares both.
 */
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

const isPicture = ({ name }: Dirent): boolean => /\.(?:png|jpe?g|jfif)$/iu.test(name);

/** The names of subfolders that are parts: training, validation, test. */
const partNames = [
  /^train(?:ing)?$/iu,
  /^(?:val(?:id(?:ation)?)?|dev)$/iu,
  /^test(?:ing)?$/iu,
] as const;

/** @returns undefined if pictures lie beside the subfolders, or if there is no subfolder with pictures. */
export function countClasses(folder: string): number | undefined {
  const classes = new Set<string>();
  for (const place of placesIn(folder)) {
    const entries = list(place);
    if (entries.some((entry) => !entry.isDirectory() && isPicture(entry))) return undefined;
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      if (list(join(place, name)).some(isPicture)) classes.add(name);
    }
  }
  return classes.size === 0 ? undefined : classes.size;
}

/** The parts, if there are at least two with the training part among them, or only that one; otherwise the folder itself. */
function placesIn(folder: string): readonly string[] {
  const entries = list(folder);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const [train, ...others] = partNames.map((part) => folders.find((name) => part.test(name)));
  if (train === undefined) return [folder];
  const parts = [train, ...others.filter((name) => name !== undefined)];
  const isAlone = folders.length === 1 && !entries.some(isPicture);
  return parts.length > 1 || isAlone ? parts.map((name) => join(folder, name)) : [folder];
}

/** The entries of a folder, without those of the system. */
function list(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== '__MACOSX')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
