/** The tasks of the Lesson: each link is opened, and the scene shows the answer that the Lesson accepts. */
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { isRight, partIds, structure } from '../src/scenes/lesson/content/structure';
import type { TaskSpec } from '../src/scenes/lesson/content/structure';
import { pagePath } from '../src/site/pages';
import { visit } from './browser';
import { keepSite, site } from './site';

keepSite();

const tasks = partIds.flatMap((id) => structure[id].tasks);

async function openTask(id: string): Promise<{ page: Page; task: TaskSpec }> {
  const task = tasks.find((one) => one.id === id)!;
  const { page } = await visit(site, { reducedMotion: 'reduce' });
  await page.goto(`${site.url}${pagePath('en', task.scene)}${task.fragment}`);
  return { page, task };
}

function expectRight({ check }: TaskSpec, shown: number): void {
  if (check.kind !== 'number') throw new Error('The answer of this task is no number.');
  expect(shown).not.toBeNaN();
  expect(isRight(check, shown), `The scene shows ${shown}.`).toBe(true);
}

const percentIn = (text: string | null): number => Number(/(\d+)%/u.exec(text ?? '')?.[1]);

describe('the numbers that the tasks accept', () => {
  it('are those of Compare', async () => {
    const { page, task } = await openTask('two-lines');
    const verdict = page.locator('[data-column="pca"] [data-verdict]');
    await expect.poll(async () => percentIn(await verdict.textContent())).not.toBeNaN();
    expectRight(task, percentIn(await verdict.textContent()));
  });

  it('are those of Draw for a T-shirt', async () => {
    const { page, task } = await openTask('other-data');
    const errorOf = async (): Promise<number> =>
      Number(/(\d+)% mended/u.exec((await page.locator('main').textContent()) ?? '')?.[1]);
    await expect.poll(errorOf).not.toBeNaN();
    expectRight(task, await errorOf());
  });

  it('are those of Draw for an enlargement', async () => {
    const { page, task } = await openTask('enlarge');
    await page.getByRole('heading', { name: 'Small, and large again' }).scrollIntoViewIfNeeded();
    const off = async (): Promise<number> => {
      const text = (await page.locator('main').textContent()) ?? '';
      return Number(Array.from(text.matchAll(/error (\d+)%/gu), (match) => match[1])[1]);
    };
    await expect.poll(off).not.toBeNaN();
    expectRight(task, await off());
  });

  it.each([
    ['plain-plane', 3],
    ['conv-vae', 1],
  ])('are those of Train: %s', async (id, epochs) => {
    const { page, task } = await openTask(id);
    const line = page.locator('[data-validation]');
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await page.getByRole('button', { name: 'One epoch' }).click();
      await page.waitForFunction(
        (number) =>
          document.querySelector('[data-validation]')?.textContent.includes(`Epoch ${number},`) ===
            true && document.querySelector('[data-status="paused"]') !== null,
        epoch,
      );
    }
    const nats = Number(/held out: ([\d.]+) nats/u.exec((await line.textContent()) ?? '')?.[1]);
    expectRight(task, nats);
  });
});
