/** Pages whose threads share memory, also where a host sends no headers for it. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { untilAlive, visit } from './browser';
import { keepSite, site } from './site';

keepSite();

/** The site as a host of static files gives it: with the type of each file, and no other header. */
async function openPlainHost(): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const found = await fetch(new URL(request.url!, site.url));
      const type = found.headers.get('content-type') ?? '';
      response.writeHead(found.status, { 'content-type': type });
      response.end(Buffer.from(await found.arrayBuffer()));
    })();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

it('a page is isolated by its server, and by the service worker from the second visit on', async () => {
  const isIsolated = (): boolean => globalThis.crossOriginIsolated;
  const { page } = await visit(site, { reducedMotion: 'reduce' });
  await page.goto(`${site.url}/en/`);
  expect(await page.evaluate(isIsolated)).toBe(true);
  await page.goto(`${await openPlainHost()}/en/`);
  await untilAlive(page);
  expect(await page.evaluate(isIsolated)).toBe(false);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.reload();
  await untilAlive(page);
  expect(await page.evaluate(isIsolated)).toBe(true);
});
