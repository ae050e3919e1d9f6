/**
 * Builds the site into out/: assets from the installed packages, the worker, Next's static export, the two pages that
 * do not use Next, a policy for every page and, last, the service worker, which lists all files.
 */
import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareAssets } from './assets.mjs';
import { withPolicy } from './csp.mjs';
import { writeServiceWorker } from './service-worker.mjs';
import { writeWorker } from './worker.mjs';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'out');

await prepareAssets();
await writeWorker();
exportPages();
await cp(path.join(root, 'src/entry'), out, { recursive: true });
await nameSite();
await rm(path.join(out, '_not-found'), { recursive: true, force: true });
await addPolicies();
const { count, size } = await writeServiceWorker();
console.log(
  `The site is in out/; ${count} files, ${Math.round(size / 1024)} KiB, are kept for offline use.`,
);

function exportPages() {
  const next = path.join(root, '../../node_modules/next/dist/bin/next');
  const { status } = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Gives the preview of the entry page an absolute URL, as the previews of the other pages have (src/site/urls.ts). */
async function nameSite() {
  const page = await readFile(path.join(out, 'en/index.html'), 'utf8');
  const site = /<link rel="canonical" href="([^"]+)\/en\/"/u.exec(page)?.[1];
  if (site === undefined) throw new Error('out/en/index.html has no canonical link.');
  if (site.endsWith('.example')) {
    console.log(
      `Previews, canonical links and links to the source name ${site}: set SPEIL_SITE_URL and SPEIL_SOURCE_URL.`,
    );
  }
  const file = path.join(out, 'index.html');
  const html = await readFile(file, 'utf8');
  await writeFile(file, html.replace('SITE/', `${site}/`));
}

async function addPolicies() {
  const files = await readdir(out, { recursive: true });
  for (const page of files.filter((name) => name.endsWith('.html'))) {
    const file = path.join(out, page);
    await writeFile(file, withPolicy(await readFile(file, 'utf8')));
  }
}
