/**
 * The scenes of music as instruments: sound, path, volume, saved files. Their corners are tested in
 * music-corners.journey.ts.
 */
import { buffer } from 'node:stream/consumers';
import { readMidi } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { placeOn } from './browser';
import { contextsIn, dragOver, heardIn, musicScenes, openMusic, tilesOf } from './music';
import { keepSite, site } from './site';

keepSite();

describe.each(musicScenes)('the sound of %s', (scene) => {
  it('starts with the first drag, is in time, and stops on request', async () => {
    // Two corners are samples of the model, so that there is something to hear whatever its weights.
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
    // Notes are on a sixteenth, except those that a busy page plays late.
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
    // Once a person has stopped the sound, it stays off.
    await dragOver(page, [
      [0.5, 0.5],
      [0.6, 0.5],
    ]);
    await page.waitForTimeout(300);
    expect(await heardIn(page)).toHaveLength(count);
    expect(complaints).toEqual([]);
  });

  it('marks the tile that waits for its bar with a dashed rim until it plays', async () => {
    // A bar takes four seconds, which leaves time to see the tile wait.
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
    /** @returns the operations that the pad has painted since the last call. */
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
    // Once the bar has begun, the pad is painted without a dashed rim.
    await expect.poll(painted, { interval: 300 }).toEqual({ isDashed: false, isPainted: true });
  });

  it('can be controlled by keys alone, and is announced to screen readers', async () => {
    const { page } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4');
    const before = await tilesOf(page);
    await page.locator('#pad').press('Shift+ArrowLeft');
    await page.locator('#pad').press('Shift+ArrowUp');
    await expect.poll(() => tilesOf(page)).not.toBe(before);
    await expect
      .poll(() => page.locator('#pad [data-spoken]').textContent())
      .toBe('A 100%. Playing.');
    // Space plays and pauses wherever the focus is, except on elements that use Space themselves.
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
  it('is drawn, followed by the puck and removed', async () => {
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

  it('is saved in both directions, and the button shows the number of bars', async () => {
    const { page } = await openMusic(site, 'beats', '#path=AAAAyMgA');
    await page.getByRole('button', { name: 'Save MIDI, 14 bars' }).waitFor();
    await page.getByRole('radio', { name: '4 bars' }).check();
    await page.getByRole('button', { name: 'Save MIDI, 6 bars' }).waitFor();
    await page.getByRole('button', { name: 'Remove path' }).click();
    await page.getByRole('button', { name: 'Save MIDI, 2 bars' }).waitFor();
  });

  it('is kept after a press, an arrow key or a drag, until the puck follows it again', async () => {
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

describe('the volume', () => {
  it('can be set and muted, and is kept by the browser but not by a link', async () => {
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

describe('the playing pattern', () => {
  it.each(musicScenes)('of %s is saved as MIDI and as WAV', async (scene) => {
    const { page } = await openMusic(site, scene, '#a=s1&b=s2&c=s3&d=s4&at=-1,1&tempo=120');
    const saved = async (name: string): Promise<{ file: string; bytes: Buffer }> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      const done = await download;
      return { file: done.suggestedFilename(), bytes: await buffer(await done.createReadStream()) };
    };
    const midi = await saved('Save MIDI');
    expect(midi.file).toBe(`speil-${scene}.mid`);
    const { notes, tempos } = readMidi(new Uint8Array(midi.bytes));
    expect(notes!.length).toBeGreaterThan(0);
    const velocities = new Set(notes!.map(({ velocity }) => velocity));
    expect(velocities.size).toBeGreaterThan(scene === 'beats' ? 4 : 1);
    expect(
      notes!.every(({ isDrum, velocity }) => isDrum === (scene === 'beats') && velocity! > 0),
    ).toBe(true);
    expect(tempos![0]!.qpm).toBeCloseTo(120, 3);
    const { bytes } = await saved('Save WAV');
    expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
    // Two bars at 120 quarters per minute: four seconds of 16 bits in two channels, so that the file can be looped as
    // it is.
    expect(bytes.length).toBe(44 + 4 * 44_100 * 4);
    const loudest = Array.from({ length: 2 * 4 * 44_100 }, (_, i) =>
      Math.abs(bytes.readInt16LE(44 + 2 * i)),
    ).reduce((most, level) => Math.max(most, level), 0);
    // The peak is 1 dB below full scale.
    expect(loudest / 32_767).toBeCloseTo(10 ** (-1 / 20), 3);
    await page.getByRole('radio', { name: 'fading away' }).check();
    const faded = (await saved('Save WAV')).bytes.length;
    // A melody may have faded before its last bar is over.
    if (scene === 'beats') expect(faded).toBeGreaterThan(bytes.length);
    else expect(faded).toBeGreaterThanOrEqual(bytes.length);
  });

  it.each(musicScenes)('of %s is restored by a link', async (scene) => {
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

  it('is another draw at a temperature above 0, and the most likely one at 0', async () => {
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
