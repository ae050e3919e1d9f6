import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { holdsForEverybody } from './everybody';
import { draw, zero } from './pen';
import { keepSite, site } from './site';
import { button, openTrain, plane, untilShown } from './train';

keepSite();

/** A dark bar on paper, of another slope and another length for each number. */
function bar(number: number): Buffer {
  const side = 60;
  const [angle, length] = [(number % 12) * (Math.PI / 12), 16 + (number % 7)];
  const data = Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) - side / 2, Math.floor(i / side) - side / 2];
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    const across = y * Math.cos(angle) - x * Math.sin(angle);
    return Math.abs(along) < length && Math.abs(across) < 4 ? 30 : 230;
  });
  return Buffer.from(encode({ width: side, height: side, data, channels: 1, depth: 8 }));
}

const named = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
const bars = (count: number) =>
  Array.from({ length: count }, (_, i) => named(`bar-${i}.png`, bar(i)));

const panel = (page: Page) => page.locator('[data-own]');
const countIn = (page: Page) => page.locator('[data-count]').textContent();
const reportIn = (page: Page) => page.locator('[data-report]').textContent();
const choose = (page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) =>
  page.locator('[data-file="files"]').setInputFiles(files);
const statusOf = (page: Page) => page.locator('[data-status]').textContent();

/** Files in the page, as for a drop or a paste. */
const transfer = (page: Page, files: readonly { name: string; buffer: Buffer }[]) =>
  page.evaluateHandle(
    (encoded) => {
      const data = new DataTransfer();
      for (const { name, base64 } of encoded) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: 'image/png' }));
      }
      return data;
    },
    files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') })),
  );

/** A folder with 22 pictures, half of them in a folder of its own, with a hidden file and with two that are no pictures. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'speil-'));
  await mkdir(path.join(folder, 'more'));
  const paths = bars(22).map(({ name }, i) => (i % 2 === 0 ? name : path.join('more', name)));
  await Promise.all(paths.map((name, i) => writeFile(path.join(folder, name), bar(i))));
  await writeFile(path.join(folder, '.hidden'), 'nothing');
  await writeFile(path.join(folder, 'more', 'a-text.txt'), 'nothing');
  await writeFile(path.join(folder, 'more', 'z-cut.png'), bar(0).subarray(0, 60));
  return folder;
}

const ofFolder =
  /^22 pictures were added\. “[^”]*more\/a-text\.txt” was left out\. This browser cannot read that file as an image\. 1 other file was left out too\.$/u;

describe('own pictures', () => {
  it('are drawn and chosen, and trained on once there are enough', async () => {
    const { page, complaints } = await openTrain();
    await untilShown(page, 0);
    await page.getByRole('radio', { name: 'Own pictures' }).check({ force: true });
    expect(await countIn(page)).toContain('There are no pictures yet');
    expect(await statusOf(page)).toContain('at least 20 pictures: add 20');
    await draw(page, zero);
    await button(page, 'Add').click();
    await expect.poll(() => countIn(page)).toMatch(/^1 picture so far.* add 19 more/u);
    expect(await button(page, 'Add').isDisabled()).toBe(true);
    expect(await button(page, 'Play: train').isDisabled()).toBe(true);
    expect(await page.getByRole('radio', { name: 'Conditional' }).isDisabled()).toBe(true);
    await choose(page, bars(23));
    await expect.poll(() => countIn(page)).toMatch(/^24 pictures.* from 20, and 4 are held out/u);
    expect(await reportIn(page)).toBe('23 pictures were added.');
    await untilShown(page, 0);
    const untrained = await plane(page);
    await button(page, 'One step').click();
    await expect.poll(() => statusOf(page)).toContain('step 1');
    await button(page, 'One epoch').click();
    const where = page.locator('[data-validation]');
    await expect
      .poll(() => where.getAttribute('data-validation'), { timeout: 60_000 })
      .not.toBe('');
    expect(await plane(page)).not.toBe(untrained);
    expect(await page.getByText('Where the encoder places 4 held-out pictures').count()).toBe(1);
    expect(page.url()).toContain('#data=own');
    // The worker has the pictures also when it goes on from a kept moment.
    await page.getByRole('slider', { name: /^Shown/u }).press('Home');
    await button(page, 'Go on from here').click();
    await expect.poll(() => statusOf(page)).toContain('step 0');
    await button(page, 'One step').click();
    await expect.poll(() => statusOf(page)).toContain('step 1');
    // Other pictures can be trained on meanwhile; the own ones stay.
    await page.getByRole('radio', { name: 'Digits' }).check({ force: true });
    await untilShown(page, 0);
    expect(await panel(page).count()).toBe(0);
    await page.getByRole('radio', { name: 'Own pictures' }).check({ force: true });
    expect(await countIn(page)).toContain('24 pictures');
    await untilShown(page, 0);
    expect(complaints).toEqual([]);
  });

  it('come from a folder that is chosen, with all that is in it; what is no picture is named', async () => {
    const folder = await makeFolder();
    const { page, complaints } = await openTrain('#data=own');
    await page.locator('[data-file="folder"]').setInputFiles(folder);
    await expect.poll(() => countIn(page)).toContain('22 pictures');
    expect(await reportIn(page)).toMatch(ofFolder);
    await untilShown(page, 0);
    await rm(folder, { recursive: true });
    expect(complaints).toEqual([]);
  });

  it('come from a folder that is dropped', async () => {
    const folder = await makeFolder();
    const { page, complaints } = await openTrain('#data=own');
    await panel(page).waitFor();
    // Scripts cannot make a drop of a folder, but the browser's debugger can.
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 100, data });
    }
    await expect.poll(() => countIn(page)).toContain('22 pictures');
    expect(await reportIn(page)).toMatch(ofFolder);
    await rm(folder, { recursive: true });
    expect(complaints).toEqual([]);
  });

  it('are trained on by plain http from another machine in the local network', async () => {
    const { page } = await openTrain();
    await page.goto(`${site.lanUrl}/en/train/#data=own`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await choose(page, bars(20));
    await untilShown(page, 0);
    await button(page, 'One step').click();
    await expect.poll(() => statusOf(page)).toContain('step 1');
  });

  it('are dropped and pasted anywhere on the page, whatever was trained on', async () => {
    const { page, complaints } = await openTrain();
    await untilShown(page, 0);
    const dropped = await transfer(page, bars(3));
    await page.dispatchEvent('h1', 'dragover', { dataTransfer: dropped });
    await page.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
    await expect.poll(() => countIn(page)).toContain('3 pictures so far');
    const pasted = await transfer(page, bars(1));
    await page.evaluate((clipboardData) => {
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }, pasted);
    await expect.poll(() => countIn(page)).toContain('4 pictures so far');
    // What changed is announced.
    await expect
      .poll(() => panel(page).locator('[data-spoken]').textContent())
      .toContain('1 picture was added. 4 pictures so far');
    expect(complaints).toEqual([]);
  });

  it('are removed one at a time by keys, or all, and undo brings them back', async () => {
    const { page, complaints } = await openTrain('#data=own');
    await choose(page, bars(21));
    await untilShown(page, 0);
    const first = button(page, 'Remove picture 1');
    await first.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => countIn(page)).toContain('20 pictures');
    // The focus goes to the picture before it.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Remove picture 1',
    );
    await untilShown(page, 0);
    await page.keyboard.press('Enter');
    await expect.poll(() => countIn(page)).toContain('19 pictures so far');
    await page.locator('[data-missing="1"]').waitFor();
    await page.locator('[data-manifold="-1"]').waitFor();
    await button(page, 'Remove all').click();
    expect(await countIn(page)).toContain('no pictures yet');
    await page.keyboard.press('Control+z');
    await expect.poll(() => countIn(page)).toContain('19 pictures');
    await page.keyboard.press('Control+z');
    await expect.poll(() => countIn(page)).toContain('20 pictures');
    await untilShown(page, 0);
    expect(complaints).toEqual([]);
  });

  it('are at most 2,000; the rest is counted, and the page stays responsive meanwhile', async () => {
    const { page, complaints } = await openTrain('#data=own');
    await panel(page).waitFor();
    // The files are made in the page: carrying them there would take longer than reading them.
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      for (let i = 0; i < 2003; i++) data.items.add(new File([bytes], `${i}.png`));
      document
        .querySelector('h1')!
        .dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
    }, bar(5).toString('base64'));
    // Frames are painted while it reads.
    await page.evaluate(() => {
      const counter = Object.assign(window, { painted: 0 });
      const count = (): void => {
        if (document.querySelector('[data-reading]') === null) return;
        counter.painted += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    });
    await expect
      .poll(() => countIn(page), { timeout: 120_000 })
      .toContain('learns from 1,600, and 400 are held out');
    expect(await reportIn(page)).toBe(
      '2,000 pictures were added. There is room for 2,000 pictures: 3 files were not read.',
    );
    expect(await page.locator('[data-pictures] button').count()).toBe(60);
    expect(
      await page.evaluate(() => (window as unknown as { painted: number }).painted),
    ).toBeGreaterThan(20);
    await untilShown(page, 0);
    expect(complaints).toEqual([]);
  });
});

describe('the panel', () => {
  holdsForEverybody({
    open: async (locale) => {
      const { page } = await openTrain('#data=own', {}, locale);
      await choose(page, bars(60));
      await untilShown(page, 0);
      return page;
    },
    widths: [320, 360, 768, 1024, 1440],
    opened: {
      'without pictures': async (page) => {
        await button(page, 'Remove all').click();
        await page.locator('[data-missing]').waitFor();
      },
    },
  });
});
