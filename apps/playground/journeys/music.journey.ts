import { buffer } from 'node:stream/consumers';
import { readMidi, writeMidi } from '@speil/music';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { phone, placeOn } from './browser';
import { contextsIn, heardIn, openMusic, rollOf, tilesOf } from './music';
import type { MusicScene } from './music';
import { keepSite, site } from './site';

keepSite();

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
    for (const { when, now } of heard) expect(when).toBeGreaterThanOrEqual(now);
    // On a sixteenth, but for what a page that was held up plays as soon as it can.
    const ahead = heard.filter(({ when, now }) => when - now > 0.012);
    expect(ahead.length).toBeGreaterThan(heard.length / 2);
    for (const { when } of ahead) {
      const steps = (when - ahead[0]!.when) / 0.125;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-3);
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

  it('shows with a dashed rim which tile waits for its bar, until it is heard', async () => {
    // Four seconds a bar: there is time to see it wait.
    const { page } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4&tempo=60&follow=bar');
    await page.evaluate(() => {
      const painted = { dashes: 0, tiles: 0 };
      Object.assign(window, { painted });
      const { prototype } = CanvasRenderingContext2D;
      const setLineDash: (...args: number[][]) => void = Reflect.get(prototype, 'setLineDash');
      const fillRect: (...args: number[]) => void = Reflect.get(prototype, 'fillRect');
      prototype.setLineDash = function (segments) {
        if (this.canvas.closest('#pad') !== null && [...segments].length > 0) painted.dashes++;
        Reflect.apply(setLineDash, this, [segments]);
      };
      prototype.fillRect = function (...rectangle) {
        if (this.canvas.closest('#pad') !== null) painted.tiles++;
        Reflect.apply(fillRect, this, rectangle);
      };
    });
    /** What has been painted since it was last asked. */
    const painted = () =>
      page.evaluate(() => {
        const counts = (window as unknown as { painted: { dashes: number; tiles: number } })
          .painted;
        const { dashes, tiles } = counts;
        Object.assign(counts, { dashes: 0, tiles: 0 });
        return { isDashed: dashes > 0, isPainted: tiles > 0 };
      });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(2);
    await painted();
    await page.locator('#pad').press('Shift+ArrowLeft');
    await expect.poll(async () => (await painted()).isDashed).toBe(true);
    // Once its bar has come, the pad is painted on without a dash.
    await expect.poll(painted, { interval: 300 }).toEqual({ isDashed: false, isPainted: true });
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
    // Space plays and pauses wherever the focus is, but for what it presses itself.
    await page.getByRole('slider', { name: 'Tempo' }).press('Space');
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
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.url()).toContain('path=');
  });

  it('is not lost by a press, by an arrow or by a drag: it waits to be followed again', async () => {
    const { page, complaints } = await openMusic(site, 'beats', '#path=AAAAyMgA&follow=bar');
    await page.getByRole('button', { name: 'Draw a path' }).click();
    const { x, y } = await placeOn(page, '#pad', [0.3, 0.3]);
    await page.mouse.click(x, y);
    await page.keyboard.press('Escape');
    const pen = page.getByRole('button', { name: 'Draw a path' });
    expect(await pen.getAttribute('aria-pressed')).toBe('false');
    await page.locator('#pad').press('ArrowLeft');
    await dragOver(page, [
      [0.5, 0.5],
      [0.7, 0.5],
    ]);
    await expect.poll(() => page.url()).toContain('along=0');
    expect(page.url()).toContain('path=AAAAyMgA');
    await page.getByRole('button', { name: 'Follow the path' }).click();
    await expect.poll(() => page.url()).not.toContain('along=0');
    expect(complaints).toEqual([]);
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
    expect(await page.getByRole('combobox', { name: /^Corner A/u }).inputValue()).toBe('notes');
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

  it('is opened in sight, with the focus in it, and Escape leads back', async () => {
    const options = { viewport: phone, hasTouch: true, isMobile: true };
    const { page } = await openMusic(site, 'beats', '', options);
    await page.getByRole('button', { name: 'Edit corner A' }).tap();
    const roll = page.locator('[data-roll]');
    await expect.poll(() => roll.evaluate((sheet) => sheet === document.activeElement)).toBe(true);
    const { y, height } = (await roll.boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(phone.height + 1);
    await page.keyboard.press('Escape');
    await expect.poll(() => roll.getAttribute('data-editing')).toBe('false');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('edit-A');
  });

  it('is heard by itself, cell by cell as it is set, and a drag sets many in one step', async () => {
    const { page, complaints } = await openMusic(site, 'beats');
    await page.getByRole('button', { name: 'Edit corner A' }).click();
    const [from, to] = [
      await placeOn(page, '[data-roll]', [0.3, 0.05]),
      await placeOn(page, '[data-roll]', [0.5, 0.05]),
    ];
    const before = await rollOf(page);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    // Struck at once, in silence.
    await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(2);
    expect(await page.getByRole('button', { name: 'Play', exact: true }).count()).toBe(1);
    await expect.poll(() => rollOf(page)).not.toBe(before);
    await page.mouse.move(5, 5);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.url()).not.toContain('a=n');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => page.url()).toContain('a=n');
    const hear = page.getByRole('button', { name: 'Hear corner A by itself' });
    await hear.click();
    await expect
      .poll(() => page.locator('[data-playing]').getAttribute('data-playing'))
      .toBe('true');
    await hear.click();
    await expect
      .poll(() => page.locator('[data-playing]').getAttribute('data-playing'))
      .toBe('false');
    expect(complaints).toEqual([]);
  });

  it('is drawn from the model, again and again', async () => {
    const { page } = await openMusic(site, 'beats');
    const sample = page.getByRole('button', { name: 'Surprise me in corner D' });
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
    await expect.poll(() => notice.textContent()).toBe('No drums in 4/4 found (MIDI channel 10).');
  });

  it('says of a melody above what the model knows that it lies beyond', async () => {
    const { page } = await openMusic(site, 'melodies');
    const notes = Array.from({ length: 32 }, (_, i) => ({
      ...{ pitch: 110 + (i % 4), velocity: 90 },
      ...{ startTime: i * 0.25, endTime: i * 0.25 + 0.25 },
    }));
    const song = writeMidi({ notes, tempos: [{ time: 0, qpm: 120 }], totalTime: 8 });
    const file = { name: 'high.mid', mimeType: 'audio/midi', buffer: Buffer.from(song) };
    await page.locator('[data-corner="B"] [data-file]').setInputFiles(file);
    await expect
      .poll(() => page.locator('[role="status"][data-shown="true"]').textContent())
      .toBe('No melody in 4/4 found between A0 and C8; the file’s notes lie beyond.');
  });
});

describe.each(scenes)('something like what is heard, in %s', (scene) => {
  it('comes into a corner by keys, is gone to, sounds, and is taken back', async () => {
    const { page, complaints } = await openMusic(site, scene, '#at=-1,1');
    const before = await tilesOf(page);
    await page.getByRole('button', { name: /^B: a variation/u }).press('Enter');
    const notice = page.locator('[role="status"][data-shown="true"]');
    await expect.poll(() => notice.textContent()).toBe('B is a variation of what you heard.');
    await expect.poll(() => page.url()).toMatch(/b=l.*at=0\.8,0\.8/u);
    await expect
      .poll(() => page.locator('#pad [data-spoken]').textContent())
      .toBe('B 100%. Playing.');
    await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(3);
    const source = page.getByRole('combobox', { name: /^Corner B/u });
    expect(await source.locator('option:checked').textContent()).toBe('Variation');
    // Another one each time.
    const first = page.url();
    await page.getByRole('button', { name: /^B: a variation/u }).press('Enter');
    await expect.poll(() => page.url()).not.toBe(first);
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.press('Enter');
    await expect.poll(() => page.url()).toBe(first);
    await undo.press('Enter');
    await expect.poll(() => page.url()).not.toContain('b=');
    // There is nothing left to take back, and the focus is where it was.
    expect(await undo.getAttribute('aria-disabled')).toBe('true');
    expect(await undo.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.locator('#pad').press('Space');
    await page.locator('#pad').press('Home');
    await page.locator('#pad').press('Shift+ArrowLeft');
    await page.locator('#pad').press('Shift+ArrowUp');
    await expect.poll(() => tilesOf(page)).toBe(before);
    expect(complaints).toEqual([]);
  });

  it('does not take the puck off a path, and may be no nearer than there is something', async () => {
    const { page } = await openMusic(site, scene, '#path=AAAAyMgA&likeness=0.95', {}, 'nb');
    await page.getByRole('button', { name: /^C: en variant/u }).click();
    const notice = page.locator('[role="status"][data-shown="true"]');
    await expect.poll(() => notice.textContent()).toMatch(/C/u);
    await page.getByRole('slider', { name: 'Hvor lik' }).fill('0.5');
    await page.getByRole('button', { name: /^C: en variant/u }).click();
    await expect.poll(() => page.url()).toMatch(/c=l.*likeness=0\.5.*path=/u);
  });
});

describe('the volume', () => {
  it('is set, muted, and kept by the browser but not by a link', async () => {
    const { page } = await openMusic(site, 'beats');
    const slider = page.getByRole('slider', { name: 'Volume' });
    const loudness = (): Promise<string | null> => slider.getAttribute('aria-valuetext');
    await slider.fill('0.4');
    await page.getByRole('button', { name: 'Mute' }).press('Space');
    await expect.poll(loudness).toBe('muted');
    await slider.press('ArrowRight');
    await expect.poll(loudness).toBe('41%');
    await page.waitForTimeout(700);
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('button', { name: 'Mute' }).press('Space');
    await page.goto(`${site.url}/en/melodies/`);
    await expect.poll(loudness).toBe('41%');
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
    await page.getByRole('button', { name: 'Surprise me in corner A' }).click();
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
    expect(await page.getByRole('button', { name: 'Roll again' }).isDisabled()).toBe(true);
    await page.getByRole('slider', { name: 'Temperature' }).fill('1');
    await expect.poll(() => tilesOf(page)).not.toBe(own);
    await page.waitForTimeout(1500);
    const drawn = await tilesOf(page);
    await page.getByRole('button', { name: 'Roll again' }).click();
    await expect.poll(() => tilesOf(page)).not.toBe(drawn);
    await page.getByRole('slider', { name: 'Temperature' }).fill('0');
    await expect.poll(() => tilesOf(page)).toBe(own);
  });
});
