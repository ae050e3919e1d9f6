/** The scenes of music as instruments: sound, path, volume, what is saved. Their corners: music-corners.journey.ts. */
import { buffer } from 'node:stream/consumers';
import { readMidi } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { placeOn } from './browser';
import { contextsIn, dragOver, heardIn, musicScenes, openMusic, tilesOf } from './music';
import { keepSite, site } from './site';

keepSite();

describe.each(musicScenes)('the sound of %s', (scene) => {
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
    // On a sixteenth, except notes that a busy page plays as soon as it can.
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
    // After a stop by hand it stays stopped.
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
    /** @returns what has been painted since the last call. */
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
    // Space plays and pauses wherever the focus is, except on elements that use it.
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

  it('is saved there and back, and the button says how long that is', async () => {
    const { page } = await openMusic(site, 'beats', '#path=AAAAyMgA');
    await page.getByRole('button', { name: 'Save MIDI, 14 bars' }).waitFor();
    await page.getByRole('radio', { name: '4 bars' }).check();
    await page.getByRole('button', { name: 'Save MIDI, 6 bars' }).waitFor();
    await page.getByRole('button', { name: 'Remove path' }).click();
    await page.getByRole('button', { name: 'Save MIDI, 2 bars' }).waitFor();
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
    // Two bars at 120 a minute, four seconds of twice 16 bits: it can be repeated as it is.
    expect(bytes.length).toBe(44 + 4 * 44_100 * 4);
    const loudest = Array.from({ length: 2 * 4 * 44_100 }, (_, i) =>
      Math.abs(bytes.readInt16LE(44 + 2 * i)),
    ).reduce((most, level) => Math.max(most, level), 0);
    // 1 dB below full scale.
    expect(loudest / 32_767).toBeCloseTo(10 ** (-1 / 20), 3);
    await page.getByRole('radio', { name: 'fading away' }).check();
    const faded = (await saved('Save WAV')).bytes.length;
    // A melody may have faded before its last bar is over.
    if (scene === 'beats') expect(faded).toBeGreaterThan(bytes.length);
    else expect(faded).toBeGreaterThanOrEqual(bytes.length);
  });

  it.each(musicScenes)('of %s comes back with a link', async (scene) => {
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
