import { describe, expect, it } from 'vitest';
import { transferredFiles } from './files';

const fileEntry = (fullPath: string) => ({
  ...{ fullPath, isDirectory: false },
  file(done: (file: File) => void) {
    done(new File([], fullPath));
  },
});
/** A folder whose reader gives two entries at a time, as browsers give a hundred. */
const folderEntry = (fullPath: string, entries: readonly object[]) => ({
  ...{ fullPath, isDirectory: true },
  createReader() {
    let at = 0;
    return {
      readEntries(done: (some: readonly object[]) => void) {
        done(entries.slice(at, (at += 2)));
      },
    };
  },
});
const transfer = (entries: readonly (object | null)[], files: readonly File[] = []): DataTransfer =>
  ({
    items: entries.map((entry, i) => ({
      kind: 'file',
      webkitGetAsEntry: () => entry,
      getAsFile: () => files[i] ?? null,
    })),
    files,
  }) as unknown as DataTransfer;

const goesOn = (): boolean => false;

describe('the files of a drop', () => {
  it('are those of its folders too, in the order of their paths', async () => {
    const inner = folderEntry('/mine/more', [fileEntry('/mine/more/4.png')]);
    const names = ['3', '1', '2'].map((name) => fileEntry(`/mine/${name}.png`));
    const list = transferredFiles(
      transfer([folderEntry('/mine', [...names, inner, fileEntry('/mine/.DS_Store')])]),
    );
    expect((await list(goesOn)).map(({ name }) => name)).toEqual([
      ...['mine/1.png', 'mine/2.png', 'mine/3.png', 'mine/more/4.png'],
    ]);
  });

  it('may be plain files, as of a paste', async () => {
    const file = new File([], 'image.png');
    for (const data of [transfer([null], [file]), { ...transfer([], [file]) }]) {
      const [only] = await transferredFiles(data)(goesOn);
      expect(only?.name).toBe('image.png');
      expect(await only?.open()).toBe(file);
    }
  });

  it('are no longer listed once somebody stops it', async () => {
    const many = Array.from({ length: 9 }, (_, i) => fileEntry(`/mine/${i}.png`));
    let asks = 0;
    const list = transferredFiles(transfer([folderEntry('/mine', many)]));
    expect(await list(() => ++asks > 2)).toHaveLength(4);
  });
});
