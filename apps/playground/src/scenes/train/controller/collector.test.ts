import { describe, expect, it } from 'vitest';
import type { OwnPictures } from './state';
import { createCollector } from './collector';
import type { Collector } from './collector';
import { chosenFiles } from './files';

const file = (name: string): File => new File([name], name);
const files = (count: number): File[] =>
  Array.from({ length: count }, (_, i) => file(`${String(i).padStart(4, '0')}.png`));

/** A collector whose clock goes on by 10 ms with each file; names that end in `.txt` are no pictures. */
function setUp(room = 100) {
  const added: OwnPictures[] = [];
  const reading: string[] = [];
  let time = 0;
  let pauses = 0;
  const collector: Collector = createCollector({
    async read(blob) {
      time += 10;
      reading.push((blob as File).name);
      if ((blob as File).name.endsWith('.txt')) return 'kind';
      return Promise.resolve(new Uint8Array([reading.length]));
    },
    room: () => room - added.flat().length,
    add: (pictures) => added.push(pictures),
    now: () => time,
    pause() {
      pauses += 1;
      return Promise.resolve();
    },
  });
  const untilDone = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = collector.subscribe(() => {
        if (collector.get().reading !== undefined) return;
        stop();
        resolve();
      });
    });
  return { collector, added, reading, untilDone, pauses: () => pauses };
}

describe('the collector', () => {
  it('adds all pictures of a folder at once, in the order of their names', async () => {
    const { collector, added, reading, untilDone } = setUp();
    collector.collect(chosenFiles([file('b.png'), file('a.png')]));
    await untilDone();
    expect(reading).toEqual(['a.png', 'b.png']);
    expect(added).toEqual([[new Uint8Array([1]), new Uint8Array([2])]]);
    expect(collector.get().report).toEqual({ added: 2, skipped: 0, first: undefined, left: 0 });
  });

  it('names the first file that is no picture, counts them, and loses nothing else', async () => {
    const { collector, added, untilDone } = setUp();
    const odd = ['c.txt', 'e.txt', '.DS_Store', 'Thumbs.db'].map(file);
    collector.collect(chosenFiles([...odd, ...files(3)]));
    await untilDone();
    expect(added[0]).toHaveLength(3);
    expect(collector.get().report).toEqual({
      ...{ added: 3, skipped: 2, left: 0 },
      first: { name: 'c.txt', why: 'kind' },
    });
  });

  it('reads no more files than there is room for, and counts the rest', async () => {
    const { collector, added, reading, untilDone } = setUp(5);
    collector.collect(chosenFiles(files(12)));
    await untilDone();
    expect(added.flat()).toHaveLength(5);
    expect(reading).toHaveLength(5);
    expect(collector.get().report).toMatchObject({ added: 5, left: 7 });
  });

  it('pauses and shows its progress a few times, not with each file', async () => {
    const { collector, untilDone, pauses } = setUp();
    const seen: number[] = [];
    collector.subscribe(() => seen.push(collector.get().reading?.done ?? -1));
    collector.collect(chosenFiles(files(40)));
    await untilDone();
    expect(pauses()).toBe(10);
    expect(seen).toEqual([0, 0, 4, 8, 12, 16, 20, 24, 28, 32, 36, -1]);
  });

  it('keeps what it has read when it is stopped, and takes the next files', async () => {
    const { collector, added, untilDone } = setUp();
    collector.collect(chosenFiles(files(40)));
    const stop = collector.subscribe(() => {
      if (collector.get().reading?.done === 8) collector.stop();
    });
    await untilDone();
    stop();
    expect(added[0]).toHaveLength(9);
    collector.collect(chosenFiles(files(2)));
    await untilDone();
    expect(added[1]).toHaveLength(2);
  });

  it('treats a file that cannot be opened as broken', async () => {
    const { collector, untilDone } = setUp();
    collector.collect(() =>
      Promise.resolve([{ name: 'gone.png', open: () => Promise.reject(new Error('gone')) }]),
    );
    await untilDone();
    expect(collector.get().report?.first).toEqual({ name: 'gone.png', why: 'broken' });
  });
});
