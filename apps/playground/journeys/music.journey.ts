import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readMidi, writeMidi } from '@speil/music';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import {
  cutOff,
  looks,
  openSite,
  outFolder,
  phone,
  placeOn,
  tooSmall,
  violationsOf,
  visit,
} from './browser';
import type { Site } from './browser';
import { contextsIn, heardIn, openMusic, rollOf, tilesOf, untilDecoded } from './music';
import type { MusicScene } from './music';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(async () => {
  await site.close();
});

const scenes: readonly MusicScene[] = ['beats', 'melodies'];

async function dragOver(page: Page, places: readonly (readonly [number, number])[]): Promise<void> {
  for (const [i, share] of places.entries()) {
    const { x, y } = await placeOn(page, '#pad', share);
    await page.mouse.move(x, y, { steps: i === 0 ? 1 : 6 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

describe.each(scenes)('the sound of %s', (scene) => {
  it('begins with the first drag, in time, and stops by hand', async () => {
    // Two corners drawn from the model: there is something to hear with any weights.
    const { page, complaints } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4&tempo=120');
    expect(await contextsIn(page)).toEqual([]);
    await dragOver(page, [
      [0.1, 0.1],
      [0.9, 0.15],
    ]);
    await expect.poll(() => contextsIn(page)).toEqual(['running']);
    await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(20);
    await dragOver(page, [
      [0.9, 0.9],
      [0.1, 0.9],
    ]);
    await page.waitForTimeout(1500);
    const heard = await heardIn(page);
    const first = heard[0]!.when;
    for (const { when, now } of heard) {
      // On a sixteenth, and never late.
      const steps = (when - first) / 0.125;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-3);
      expect(when).toBeGreaterThanOrEqual(now);
    }
    expect(await page.locator('[data-playing]').getAttribute('data-playing')).toBe('true');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.waitForTimeout(300);
    const count = (await heardIn(page)).length;
    await page.waitForTimeout(500);
    expect(await heardIn(page)).toHaveLength(count);
    // Stopped by hand, it stays so.
    await dragOver(page, [
      [0.5, 0.5],
      [0.6, 0.5],
    ]);
    await page.waitForTimeout(300);
    expect(await heardIn(page)).toHaveLength(count);
    expect(complaints).toEqual([]);
  });

  it('is led by keys alone, and said aloud', async () => {
    const { page } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4');
    const before = await tilesOf(page);
    await page.locator('#pad').press('Shift+ArrowLeft');
    await page.locator('#pad').press('Shift+ArrowUp');
    await expect.poll(() => tilesOf(page)).not.toBe(before);
    await expect
      .poll(() => page.locator('#pad [data-spoken]').textContent())
      .toBe('A 100%. Playing.');
    await page.locator('#pad').press('Space');
    await expect
      .poll(() => page.getByRole('button', { name: 'Play', exact: true }).count())
      .toBe(1);
    await page.locator('#pad').press('Home');
    await expect
      .poll(() => page.locator('#pad [data-spoken]').textContent())
      .toBe('A 25%, B 25%, C 25%, D 25%. Silent.');
  });
});

describe('a path', () => {
  it('is drawn, travelled and taken away', async () => {
    const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    await page.getByRole('button', { name: 'Draw a path' }).click();
    await dragOver(page, [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.9, 0.9],
    ]);
    await expect.poll(() => page.url()).toContain('path=');
    await page.getByRole('radio', { name: '4 bars' }).check();
    const puck = (): Promise<string> =>
      page.locator('[data-puck]').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await puck();
    await expect.poll(puck).not.toBe(before);
    await page.getByRole('button', { name: 'Remove path' }).click();
    await expect.poll(() => page.url()).not.toContain('path=');
  });
});

describe('a corner', () => {
  it.each(scenes)('of %s is edited by pointer and by keys', async (scene) => {
    const { page, complaints } = await openMusic(site, scene);
    await page.getByRole('button', { name: 'Edit corner A' }).click();
    await page.locator('[data-roll]').scrollIntoViewIfNeeded();
    const before = await rollOf(page);
    const { x, y } = await placeOn(page, '[data-roll]', [0.6, 0.45]);
    await page.mouse.click(x, y);
    await expect.poll(() => rollOf(page)).not.toBe(before);
    expect(await page.getByRole('combobox', { name: /^Corner A/u }).inputValue()).toBe('own');
    await expect.poll(() => page.url()).toMatch(/#a=n/u);
    const once = page.url();
    await page.locator('[data-roll]').focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) {
      await page.keyboard.press(key);
    }
    await expect.poll(() => page.url()).not.toBe(once);
    await expect
      .poll(() => page.locator('section [data-spoken]').textContent())
      .toMatch(/, step 3: set$/u);
    await page.getByRole('button', { name: 'Back to what you hear' }).click();
    expect(await page.getByRole('heading', { name: 'What you hear' }).count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('is drawn from the model, again and again', async () => {
    const { page } = await openMusic(site, 'beats');
    const sample = page.getByRole('button', { name: 'Sample for corner D' });
    await sample.click();
    await expect.poll(() => page.url()).toContain('d=s3001');
    await sample.click();
    await expect.poll(() => page.url()).toContain('d=s3002');
    const select = page.getByRole('combobox', { name: /^Corner D/u });
    await select.selectOption({ label: 'Rock' });
    await expect.poll(() => page.url()).not.toContain('d=s');
  });

  it('takes a MIDI file, window by window, and says in a line why it does not', async () => {
    const { page } = await openMusic(site, 'beats');
    const hits = Array.from({ length: 32 }, (_, i) => ({
      ...{ pitch: i % 3 === 0 ? 36 : 42, velocity: 90, isDrum: true },
      ...{ startTime: i * 0.25, endTime: i * 0.25 + 0.1 },
    }));
    const song = writeMidi({ notes: hits, tempos: [{ time: 0, qpm: 120 }], totalTime: 8 });
    const input = page.locator('[data-corner="B"] [data-file]');
    const choose = (name: string, bytes: Uint8Array): Promise<void> =>
      input.setInputFiles({ name, mimeType: 'audio/midi', buffer: Buffer.from(bytes) });
    await choose('song.mid', song);
    const select = page.getByRole('combobox', { name: /^Corner B/u });
    await expect.poll(() => select.inputValue()).toBe('f0');
    const first = page.url();
    await select.selectOption({ index: 1 });
    await expect.poll(() => page.url()).not.toBe(first);
    await choose('notes.mid', new Uint8Array(100));
    const notice = page.locator('[role="status"][data-shown="true"]');
    await expect.poll(() => notice.textContent()).toBe('That file could not be read as MIDI.');
    await choose('tune.mid', writeMidi({ notes: [{ pitch: 60, startTime: 0, endTime: 1 }] }));
    await expect
      .poll(() => notice.textContent())
      .toBe('That file has no drums in 4/4 on the drum channel.');
  });
});

describe('what is heard', () => {
  it.each(scenes)('of %s is saved as MIDI and as WAV', async (scene) => {
    const { page } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4&at=-1,1&tempo=120');
    const saved = async (name: string): Promise<{ file: string; bytes: Buffer }> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      const done = await download;
      return { file: done.suggestedFilename(), bytes: await buffer(await done.createReadStream()) };
    };
    const midi = await saved('Save MIDI');
    const kind = scene === 'beats' ? 'drums' : 'melody';
    expect(midi.file).toBe(`speil-${kind}.mid`);
    const { notes, tempos } = readMidi(new Uint8Array(midi.bytes));
    expect(notes!.length).toBeGreaterThan(0);
    expect(
      notes!.every(({ isDrum, velocity }) => isDrum === (scene === 'beats') && velocity! > 0),
    ).toBe(true);
    expect(tempos![0]!.qpm).toBeCloseTo(120, 3);
    const { bytes } = await saved('Save WAV');
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    // Four seconds of 16 bits at least, and not silence.
    expect(bytes.length).toBeGreaterThan(4 * 44_100 * 2);
    expect(bytes.subarray(44).some((byte) => byte !== 0)).toBe(true);
  });

  it.each(scenes)('of %s comes back with a link', async (scene) => {
    const { page } = await openMusic(site, scene);
    await page.getByRole('button', { name: 'Sample for corner A' }).click();
    await page.getByRole('button', { name: 'Edit corner C' }).click();
    await page.locator('[data-roll]').scrollIntoViewIfNeeded();
    const cell = await placeOn(page, '[data-roll]', [0.5, 0.5]);
    await page.mouse.click(cell.x, cell.y);
    await page.getByRole('slider', { name: 'Tempo' }).fill('90');
    await page.getByRole('slider', { name: 'Swing' }).fill('30');
    await page.getByRole('slider', { name: 'Temperature' }).fill('0.8');
    await page.getByRole('slider', { name: 'Density' }).fill('0.5');
    if (scene === 'melodies') {
      await page.getByRole('radio', { name: 'Pentatonic' }).check();
      await page.getByRole('combobox', { name: 'Root' }).selectOption('9');
    }
    await page.locator('#pad').press('ArrowRight');
    await page.locator('#pad').press('Space');
    await page.getByRole('button', { name: 'Back to what you hear' }).click();
    await expect.poll(() => page.url()).toContain('density=0.5');
    await page.waitForTimeout(2500);
    const again = (await openMusic(site, scene, new URL(page.url()).hash)).page;
    await expect.poll(() => tilesOf(again)).toBe(await tilesOf(page));
    expect(await again.getByRole('slider', { name: 'Tempo' }).inputValue()).toBe('90');
    expect(await again.getByRole('slider', { name: 'Swing' }).inputValue()).toBe('30');
    await again.waitForTimeout(700);
    expect(again.url()).toBe(page.url());
  });

  it('is another draw at a temperature, and the model’s own at none', async () => {
    const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    const own = await tilesOf(page);
    expect(await page.getByRole('button', { name: 'Draw anew' }).isDisabled()).toBe(true);
    await page.getByRole('slider', { name: 'Temperature' }).fill('1');
    await expect.poll(() => tilesOf(page)).not.toBe(own);
    await page.waitForTimeout(1500);
    const drawn = await tilesOf(page);
    await page.getByRole('button', { name: 'Draw anew' }).click();
    await expect.poll(() => tilesOf(page)).not.toBe(drawn);
    await page.getByRole('slider', { name: 'Temperature' }).fill('0');
    await expect.poll(() => tilesOf(page)).toBe(own);
  });
});

describe('a model from elsewhere', () => {
  const address = 'https://models.example/beats';
  const modelFile = (name: string): Buffer =>
    readFileSync(path.join(outFolder, 'models/drums-2bar', name));

  /** Whether the folder `short` is. */
  let broken = true;

  async function withModels(page: Page): Promise<string[]> {
    const fetched: string[] = [];
    await page.context().route('https://models.example/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      const [, folder, name] = pathname.split('/');
      fetched.push(pathname);
      if (folder === 'none' || name === undefined) return route.fulfill({ status: 404 });
      let body = modelFile(name);
      if (folder === 'long' && name === 'config.json') {
        body = Buffer.from(body.toString().replace('"numSteps": 32', '"numSteps": 64'));
      }
      if (folder === 'short' && name.includes('shard') && broken) body = body.subarray(0, 1000);
      const headers = { 'access-control-allow-origin': '*' };
      return route.fulfill({ body, headers });
    });
    return fetched;
  }

  it('tells its size first, comes, is kept, and gives way again', async () => {
    const { page, complaints } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    const fetched = await withModels(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address of the folder').fill(address);
    await dialog.getByRole('button', { name: 'Look' }).click();
    await expect.poll(() => dialog.getByText(/^1\.1 MB to fetch\./u).count()).toBe(1);
    expect(fetched.filter((file) => file.includes('shard'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await expect.poll(() => page.url()).toContain('model=https');
    const count = fetched.length;
    await page.getByRole('button', { name: 'Other model' }).click();
    await dialog.getByRole('button', { name: 'Look' }).click();
    await expect.poll(() => dialog.getByText(/kept in this browser already/u).count()).toBe(1);
    expect(fetched).toHaveLength(count);
    await dialog.getByRole('button', { name: 'Back to the page’s own' }).click();
    await expect.poll(() => page.url()).not.toContain('model=');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['http://models.example/beats', /^Enter the address of a folder/u],
    ['https://models.example/none', /^There is no Magenta checkpoint/u],
    ['https://models.example/long', /^That model does not fit/u],
  ])('%s is refused in a line', async (bad, reason) => {
    const { page } = await openMusic(site, 'beats');
    await withModels(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    await page.getByLabel('Address of the folder').fill(bad);
    await page.getByRole('button', { name: 'Look' }).click();
    await expect
      .poll(() => page.getByRole('dialog').locator('[role="alert"] > p').textContent())
      .toMatch(reason);
  });

  it('that comes damaged is refused, not kept, and taken once it is whole', async () => {
    const { page } = await openMusic(site, 'beats', '#a=s1&b=s2&c=s3&d=s4');
    await withModels(page);
    const before = await tilesOf(page);
    await page.getByRole('button', { name: 'Other model' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address of the folder').fill('https://models.example/short');
    await dialog.getByRole('button', { name: 'Look' }).click();
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect
      .poll(() => dialog.locator('[role="alert"] > p').textContent())
      .toMatch(/^That model could not be read/u);
    expect(await tilesOf(page)).toBe(before);
    broken = false;
    await dialog.getByRole('button', { name: 'Load' }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
    await expect.poll(() => page.url()).toContain('model=https');
  });

  it('named in a link is offered, not fetched', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const fetched = await withModels(page);
    await page.goto(`${site.url}/en/beats/#model=${encodeURIComponent(address)}`);
    await untilDecoded(page);
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true);
    expect(await page.getByLabel('Address of the folder').inputValue()).toBe(address);
    expect(fetched).toEqual([]);
  });
});

describe('a page of music that lacks something', () => {
  it('its model: says what to do in its language, and works when tried again', async () => {
    const { page } = await visit(site, { reducedMotion: 'reduce' });
    const file = '**/group1-shard1of1';
    await page.context().route(file, async (route) => route.abort());
    await page.goto(`${site.url}/nb/melodies/`);
    const alert = page.locator('main [role="alert"]');
    await expect.poll(() => alert.count()).toBe(1);
    expect(await alert.locator('p').textContent()).toMatch(/^Modellen kunne ikke lastes inn\./u);
    await page.context().unroute(file);
    await page.getByRole('button', { name: 'Prøv igjen' }).click();
    await untilDecoded(page);
    await expect.poll(() => alert.count()).toBe(0);
  });

  it('scripts: says so, and shows no control that does nothing', async () => {
    const { page } = await visit(site, { javaScriptEnabled: false });
    await page.goto(`${site.url}/en/beats/`);
    expect(await page.locator('noscript').innerText()).toContain('needs JavaScript');
    expect(await page.locator(':is(button, input, select):visible').count()).toBe(0);
  });

  it('a network, once it has been opened: plays all the same', async () => {
    const offline = await openSite();
    try {
      const { page } = await openMusic(offline, 'beats', '#a=s1&b=s2&c=s3&d=s4');
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
      });
      await offline.goOffline();
      await page.reload();
      await untilDecoded(page);
      await page.locator('#pad').press('ArrowRight');
      await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(3);
      // The other scene was never opened, and is there too.
      await page.goto(`${offline.url}/nb/melodies/`);
      await untilDecoded(page);
      expect(await page.locator('h1').textContent()).toBe('Mellom fire melodier');
    } finally {
      await offline.close();
    }
  });
});

describe.each(scenes)('for everybody, %s', (scene) => {
  it.each(looks)('axe finds nothing, $colorScheme, $viewport.width wide', async (options) => {
    const { page } = await openMusic(site, scene, '', options);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit corner B' }).click();
    await page.getByRole('button', { name: 'Other model' }).click();
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each([320, 390, 600, 768, 1024, 1280, 1920])(
    'nothing is cut off at %i pixels',
    async (width) => {
      const viewport = { width, height: 800 };
      const { page } = await openMusic(site, scene, '#path=AAAAyMgA', { viewport }, 'nb');
      expect(await cutOff(page)).toEqual([]);
    },
  );

  it('fits a phone, and its controls are large enough', async () => {
    const { page } = await openMusic(site, scene, '', {
      viewport: phone,
      hasTouch: true,
      isMobile: true,
    });
    const pad = await page.locator('#pad').boundingBox();
    expect(pad!.y + pad!.height).toBeLessThanOrEqual(phone.height);
    expect(await tooSmall(page)).toEqual([]);
    const lines = await page.locator('[data-roll]').boundingBox();
    expect(lines!.width).toBeLessThanOrEqual(phone.width);
  });
});

it.each(scenes)('all that %s loads is at most 3 MB, and shifts nothing', async (scene) => {
  const { page } = await visit(site);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as unknown as { value: number }).value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  let decoded = 0;
  page.on('response', (response) => {
    void response.body().then(
      (body) => {
        decoded += body.length;
      },
      () => undefined,
    );
  });
  await page.goto(`${site.url}/en/${scene}/`);
  await untilDecoded(page);
  await page.waitForTimeout(1500);
  const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(0.05);
  // Before compression: what is sent is less.
  expect(decoded).toBeGreaterThan(1e6);
  expect(decoded).toBeLessThanOrEqual(3e6);
});
