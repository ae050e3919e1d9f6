/** `speil pull` from servers on this machine: what is kept is what was packed, or nothing. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dir, filesOf, hub, keepModelHosts, speil } from '../../testing/model-hosts.js';

keepModelHosts();

describe('a pull from the hub', () => {
  it('continues a download that broke off, and downloads nothing twice', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    hub.intercept = (line, response) => {
      if (!line.endsWith('/weights.safetensors')) return false;
      const bytes = hub.repos.get('me/birds')!.get('weights.safetensors')!;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100), () => response.destroy());
      return true;
    };
    const broken = await speil('pull', 'hf:me/birds', '-o', 'out');
    expect(broken.code).toBe(1);
    expect(broken.err.at(-1)).toMatch(/broke off after 100 bytes. Run the command again/u);
    expect(fs.existsSync(path.join(dir, 'out'))).toBe(false);
    hub.intercept = () => false;
    hub.requests.length = 0;
    expect((await speil('pull', 'hf:me/birds', '-o', 'out')).code).toBe(0);
    const resolved = hub.requests.filter(({ line }) => line.includes('/resolve/'));
    expect(resolved.map(({ line, range }) => [line.split('/').at(-1), range])).toEqual([
      ['weights.safetensors', 'bytes=100-'],
    ]);
    expect(filesOf('out')).toEqual(filesOf('birds'));
  });

  it('keeps no file that differs from its checksum, and nothing that is no model', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    const files = hub.repos.get('me/birds')!;
    const card = files.get('README.md')!;
    files.set('README.md', Buffer.from(String(card).replace('mit', 'isc')));
    const { code, err } = await speil('pull', 'hf:me/birds', '-o', 'out');
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(/is not what was packed: README\.md\./u);
    hub.repos.set('me/cats', new Map([['train.py', Buffer.from('print()')]]));
    const none = await speil('pull', 'hf:me/cats', '-o', 'out');
    expect(none.code).toBe(1);
    expect(none.err.at(-1)).toMatch(/must hold a model: .*Received: no file of a model/u);
    expect(fs.existsSync(path.join(dir, 'out'))).toBe(false);
  });

  it('leaves out files that were not packed', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    hub.repos.get('me/birds')!.set('LICENSE', Buffer.from('text'));
    expect((await speil('pull', 'hf:me/birds', '-o', 'out')).code).toBe(0);
    expect(filesOf('out')).toEqual(filesOf('birds'));
  });
});

describe('a pull', () => {
  it.each([
    ['an unknown place', 'birds', 2, /is pulled from hf:OWNER\/NAME, npm:NAME or an address/u],
    ['an invalid address', 'https://', 2, /The address is not valid/u],
    ['an invalid package', 'npm:../birds', 2, /A package is npm:NAME/u],
    ['an invalid repository', 'hf:../../birds', 2, /is hf:OWNER\/NAME/u],
  ])('refuses %s in one line', async (_, from, exit, line) => {
    const { code, err } = await speil('pull', from);
    expect([code, err]).toEqual([exit, [expect.stringMatching(line)]]);
  });

  it('of more than is allowed is refused before anything is downloaded', async () => {
    hub.repos.set('me/large', new Map([['golden.json', Buffer.alloc(1_100_000)]]));
    const { code, err } = await speil('pull', 'hf:me/large', '--max-size', '1');
    expect(code).toBe(1);
    expect(err.at(-1)).toMatch(/has 1100000 bytes; at most 1000000 are pulled/u);
    expect(hub.requests.some(({ line }) => line.includes('/resolve/'))).toBe(false);
  });

  it('of an unknown size is cut off at what is allowed, and says how to allow more', async () => {
    const files = { 'golden.json': Buffer.alloc(1_100_000), 'model.json': Buffer.from('{}') };
    const sums = Object.entries(files).map(
      ([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`,
    );
    hub.intercept = (line, response) => {
      const name = line.replace('GET /large/', '');
      const bytes = name === 'SHA256SUMS' ? sums.join('') : files[name as keyof typeof files];
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
      return true;
    };
    const { code, err } = await speil('pull', `${hub.url}/large`, '--max-size', '1');
    expect([code, err.at(-1)]).toEqual([1, expect.stringMatching(/Allow more with --max-size/u)]);
    expect(err.join()).not.toContain('broke off');
  });

  it('from a web server takes what SHA256SUMS lists', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    const files = hub.repos.get('me/birds')!;
    hub.intercept = (line, response) => {
      const [, name] = /^GET \/web\/(.+)$/u.exec(line) ?? [];
      if (name === undefined) return false;
      const bytes = files.get(name);
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
      return true;
    };
    expect((await speil('pull', `${hub.url}/web/`, '-o', 'out')).code).toBe(0);
    expect(filesOf('out')).toEqual(filesOf('birds'));
    files.delete('SHA256SUMS');
    expect((await speil('pull', `${hub.url}/web`)).err).toEqual([
      expect.stringMatching(/has no SHA256SUMS, which lists the files/u),
    ]);
  });
});
