/** The corners of the scenes of music: edited, sampled, read from a file, filled with variations. */
import { writeMidi } from '@speil/music';
import { describe, expect, it } from 'vitest';
import { phone, placeOn } from './browser';
import { heardIn, musicScenes, openMusic, rollOf, tilesOf } from './music';
import { keepSite, site } from './site';

keepSite();

describe('a corner', () => {
  it.each(musicScenes)('of %s is edited by pointer and by keys', async (scene) => {
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

  it('is visible and focused when it is opened, and Escape closes it', async () => {
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

  it('plays each cell that is set, plays alone on request, and is edited by a drag in one undo step', async () => {
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
    // The note is played at once, without the music.
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

  it('is sampled from the model, each time with another seed', async () => {
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

  it('takes any two bars of a MIDI file, or says in one line why it cannot', async () => {
    const { page } = await openMusic(site, 'beats');
    const hits = Array.from({ length: 32 }, (_, i) => ({
      ...{ pitch: i % 3 === 0 ? 36 : 42, velocity: 90, isDrum: true },
      ...{ startTime: i * 0.25, endTime: i * 0.25 + 0.1 },
    }));
    const song = writeMidi({ notes: hits, tempos: [{ time: 0, qpm: 96 }], totalTime: 8 });
    const input = page.locator('[data-corner="B"] [data-file]');
    const choose = (name: string, bytes: Uint8Array): Promise<void> =>
      input.setInputFiles({ name, mimeType: 'audio/midi', buffer: Buffer.from(bytes) });
    await choose('song.mid', song);
    const select = page.getByRole('combobox', { name: /^Corner B/u });
    await expect.poll(() => select.inputValue()).toBe('f0');
    // The scene takes the tempo of the file, and undo reverts both.
    await expect.poll(() => page.url()).toContain('tempo=96');
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.url()).not.toContain('tempo=96');
    await page.keyboard.press('Control+y');
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

  it('says that a melody lies above the range of the model', async () => {
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

describe.each(musicScenes)('a variation of the playing pattern, in %s', (scene) => {
  it('is put into a corner by keys, the puck moves there, it plays, and it can be undone', async () => {
    const { page, complaints } = await openMusic(site, scene, '#at=-1,1');
    const before = await tilesOf(page);
    await page.getByRole('button', { name: /^B: a variation/u }).press('Enter');
    const notice = page.locator('[role="status"][data-shown="true"]');
    await expect.poll(() => notice.textContent()).toBe('B is a variation of what you heard.');
    await expect.poll(() => page.url()).toMatch(/b=v.*at=0\.8,0\.8/u);
    await expect
      .poll(() => page.locator('#pad [data-spoken]').textContent())
      .toBe('B 100%. Playing.');
    await expect.poll(async () => (await heardIn(page)).length).toBeGreaterThan(3);
    const source = page.getByRole('combobox', { name: /^Corner B/u });
    expect(await source.locator('option:checked').textContent()).toBe('Variation');
    // Each press gives another variation.
    const first = page.url();
    await page.getByRole('button', { name: /^B: a variation/u }).press('Enter');
    await expect.poll(() => page.url()).not.toBe(first);
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.press('Enter');
    await expect.poll(() => page.url()).toBe(first);
    await undo.press('Enter');
    await expect.poll(() => page.url()).not.toContain('b=');
    // Nothing is left to undo, and the button keeps the focus.
    expect(await undo.getAttribute('aria-disabled')).toBe('true');
    expect(await undo.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.locator('#pad').press('Space');
    await page.locator('#pad').press('Home');
    await page.locator('#pad').press('Shift+ArrowLeft');
    await page.locator('#pad').press('Shift+ArrowUp');
    await expect.poll(() => tilesOf(page)).toBe(before);
    expect(complaints).toEqual([]);
  });

  it('leaves the puck on its path, and a notice appears if no other pattern is similar enough', async () => {
    const { page } = await openMusic(site, scene, '#path=AAAAyMgA&similarity=0.95', {}, 'nb');
    await page.getByRole('button', { name: /^C: en variant/u }).click();
    const notice = page.locator('[role="status"][data-shown="true"]');
    await expect.poll(() => notice.textContent()).toMatch(/C/u);
    await page.getByRole('slider', { name: 'Hvor lik' }).fill('0.5');
    await page.getByRole('button', { name: /^C: en variant/u }).click();
    await expect.poll(() => page.url()).toMatch(/c=v.*similarity=0\.5.*path=/u);
  });
});
