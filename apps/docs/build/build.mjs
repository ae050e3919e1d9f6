/**
 * Builds the documentation site from the built packages: gathers the documents of the repository, makes the reference
 * and the gallery, and lets VitePress turn them into pages. It ends with an error if a link leads nowhere or a page
 * would load something from another host. `SPEIL_DOCS_BASE` is the path of the site on its host; default: `/docs/`.
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vitepress';
import { findDeadLinks, findForeignLoads } from './check.mjs';
import { writeGallery } from './gallery/gallery.mjs';
import { gatherDocuments } from './gather.mjs';
import { base, out, pages, site, version, versions } from './places.mjs';
import { writeReference } from './reference.mjs';
import { makeSidebars } from './sidebar.mjs';
import { writeVersions } from './versions.mjs';

const began = performance.now();
await rm(pages, { recursive: true, force: true });
await rm(out, { recursive: true, force: true });
await mkdir(pages, { recursive: true });
await gatherDocuments();
await writeGallery();
const sidebars = await makeSidebars(await writeReference());
await writeFile(join(site, 'generated/sidebars.json'), JSON.stringify(sidebars));
await cp(join(site, 'public'), join(pages, 'public'), { recursive: true });
await build(site);
await writeVersions(versions, version);

const problems = [...(await findDeadLinks(versions, base)), ...(await findForeignLoads(versions))];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `The documentation of ${version} was built in ${seconds} s: apps/docs/out, a host whose ${base} is the site.`,
);
