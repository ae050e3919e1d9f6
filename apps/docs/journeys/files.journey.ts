/** The built files: every link has a target, nothing comes from another host, and every model and entry has its page. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, publicPackages } from '../../../tools/lib/entries.mjs';
import { findDeadLinks, findForeignLoads } from '../build/check.mjs';
import { rewriteLinks } from '../build/links.mjs';
import { slugify, withoutFrontMatter } from '../build/markdown.mjs';
import { base, out, readBase, repository, version, versions } from '../build/places.mjs';
import { writeVersions } from '../build/versions.mjs';

describe('the built site', () => {
  it('has no link without a page, a file or an anchor', async () => {
    expect(await findDeadLinks(versions, base)).toEqual([]);
  });

  it('loads nothing from another host', async () => {
    expect(await findForeignLoads(versions)).toEqual([]);
  });

  it('lists this version', () => {
    const file = JSON.parse(readFileSync(join(versions, 'versions.json'), 'utf8')) as unknown;
    expect(file).toMatchObject({ versions: expect.arrayContaining([version]) });
  });

  it('has a page for each model and for each entry of a public package', () => {
    const models = readdirSync(join(repository, 'packages/models')).map(
      (name) => `gallery/${name}`,
    );
    const entries = publicPackages
      .flatMap(entriesOf)
      .map(({ name }) => `api/${name.replace('@speil/', '')}`);
    const missing = [...models, ...entries].filter(
      (page) => !existsSync(join(out, `${page}.html`)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the checks', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'speil-docs-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('find links to pages, anchors and files that do not exist', async () => {
    mkdirSync(join(folder, 'dead'));
    writeFileSync(
      join(folder, 'dead/index.html'),
      '<h1 id="here"></h1><a href="#here"><a href="#gone"><a href="/docs/none.html"><a href="/other/"><img src="no.png"><a href="https://example.org">',
    );
    expect(await findDeadLinks(join(folder, 'dead'), '/docs/')).toEqual([
      'index.html: a link to an anchor that does not exist: #gone',
      'index.html: a link without a target: /docs/none.html',
      'index.html: a link that leaves the base path: /other/',
      'index.html: a link without a target: no.png',
    ]);
  });

  it('find loads from other hosts, but no links that a person follows', async () => {
    mkdirSync(join(folder, 'foreign'));
    writeFileSync(
      join(folder, 'foreign/index.html'),
      '<a href="https://a.example"><img src="https://b.example/x.png"><link rel="preconnect" href="//c.example"><svg xmlns="http://www.w3.org/2000/svg">',
    );
    writeFileSync(
      join(folder, 'foreign/a.css'),
      '@import "https://d.example/x.css"; a{b:url(https://e.example/y)}',
    );
    writeFileSync(join(folder, 'foreign/a.js'), 'fetch("https://f.example");');
    const found = (await findForeignLoads(join(folder, 'foreign'))).join('\n');
    expect([...found.matchAll(/\b([b-f])\.example/gu)].map(([, letter]) => letter).sort()).toEqual([
      'b',
      'c',
      'd',
      'e',
      'f',
    ]);
    expect(found).not.toMatch(/a\.example|w3/u);
  });
});

it('versions that lie beside each other are listed, the newest first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'speil-versions-'));
  for (const name of ['0.9.0', '0.10.0', '0.2.0', 'else']) {
    mkdirSync(join(folder, name));
    if (name !== '0.2.0') writeFileSync(join(folder, name, 'index.html'), '');
  }
  await writeVersions(folder, '0.10.0');
  const listed = JSON.parse(readFileSync(join(folder, 'versions.json'), 'utf8')) as unknown;
  expect(listed).toEqual({ versions: ['0.10.0', '0.9.0'] });
  expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('url=./0.10.0/');
  rmSync(folder, { recursive: true });
});

describe('documents on their way to the site', () => {
  it('keep links between pages, and lose links to what is not on the site', () => {
    const { text, pictures } = rewriteLinks(
      '[a](terminal.md#data) [b](../../packages/models/mnist-vae) [`c`](../../eslint.config.js) ![d](../images/dashboard.png)\n\n```md\n[e](f.md)\n```\n',
      'docs/guides/own-data.md',
    );
    expect(text).toBe(
      '[a](/guides/terminal.md#data) [b](/gallery/mnist-vae.md) `c` ![d](/images/dashboard.png)\n\n```md\n[e](f.md)\n```\n',
    );
    expect(pictures).toEqual(['docs/images/dashboard.png']);
  });

  it('are refused with a link that leads nowhere', () => {
    expect(() => rewriteLinks('[a](nothing.md)', 'docs/guides/own-data.md')).toThrow(
      'A link of docs/guides/own-data.md must name a file of the repository. Received: nothing.md. Correct the link.',
    );
  });

  it('lose front matter, and get the anchors of a forge', () => {
    expect(withoutFrontMatter('---\nlicense: apache-2.0\n---\n\n# A card\n')).toBe('# A card\n');
    expect(slugify('Where we follow magenta-js, and `where` not')).toBe(
      'where-we-follow-magenta-js-and-where-not',
    );
  });

  it('are built below a base path', () => {
    expect(readBase('/')).toBe('/');
    expect(readBase(undefined)).toBe('/docs/');
    expect(() => readBase('docs')).toThrow('Received: docs.');
  });
});
