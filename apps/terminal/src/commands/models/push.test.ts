/** `speil push` and `speil pull` against servers on this machine: what arrives is what was packed, or nothing. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../main.js';
import { startHub, type HubServer } from '../../testing/hub-server.js';
import { recordedIo } from '../../testing/io.js';
import { writeModel } from '../../testing/models.js';
import { startRegistry, type NpmRegistry } from '../../testing/npm-registry.js';

let dir: string;
let hub: HubServer;
let registry: NpmRegistry;
const token = 'hf_abcdefghijklmnop';

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'speil-push-'));
  hub = await startHub();
  registry = await startRegistry();
  writeModel(dir, 'small', {}, [8, 8, 3]);
  const { code } = await speil(
    'pack',
    './small',
    '-o',
    'birds',
    '--license',
    'mit',
    '--limit',
    '0',
  );
  expect(code).toBe(0);
}, 60_000);
afterAll(async () => {
  await Promise.all([hub.close(), registry.close()]);
  fs.rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => {
  hub.intercept = () => false;
  hub.requests.length = 0;
  hub.repos.clear();
  registry.intercept = () => false;
  registry.packages.clear();
  fs.rmSync(path.join(dir, 'cache'), { recursive: true, force: true });
  for (const name of ['out', 'copy'])
    fs.rmSync(path.join(dir, name), { recursive: true, force: true });
});

async function speil(...args: readonly string[]) {
  return speilWith({ HF_TOKEN: token }, ...args);
}

async function speilWith(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const io = recordedIo({
    cwd: dir,
    env: {
      ...{ PATH: process.env['PATH'], HOME: dir, HF_ENDPOINT: hub.url },
      ...{ XDG_CACHE_HOME: path.join(dir, 'cache'), npm_config_registry: `${registry.url}/` },
      ...{ npm_config_cache: path.join(dir, 'cache', 'npm'), npm_config_update_notifier: 'false' },
      ...env,
    },
  });
  const code = await main(args, io);
  const { out, err } = io.lines;
  // A token is never printed.
  expect([...out, ...err].join()).not.toContain('hf_abc');
  return { code, out, err };
}

function filesOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fs
      .readdirSync(path.join(dir, folder))
      .filter((name) => !/^(?:package\.json|index\.)/u.test(name))
      .map((name) => [name, fs.readFileSync(path.join(dir, folder, name), 'base64')]),
  );
}

describe('the hub', () => {
  it('receives a packed model in one commit, which is pulled as it was packed', async () => {
    const pushed = await speil('push', './birds', '--to', 'hf:me/birds');
    expect(pushed).toMatchObject({ code: 0, err: [] });
    expect(pushed.out[0]).toMatch(/\/me\/birds: \d+ files, .* kB, licence mit$/u);
    expect(hub.requests.filter(({ line }) => line.includes('/commit/'))).toHaveLength(1);
    // The storage of large files is not the hub, so it does not get the token.
    const upload = hub.requests.find(({ line }) => line.startsWith('PUT'));
    expect(upload).toBeDefined();
    expect(upload).not.toHaveProperty('authorization');
    const pulled = await speil('pull', 'hf:me/birds', '-o', 'out');
    expect(pulled.err).toEqual([expect.stringMatching(/^hf:me\/birds@c{12}: \d+ files, .* kB$/u)]);
    expect(pulled.code).toBe(0);
    expect(filesOf('out')).toEqual(filesOf('birds'));
    expect((await speil('verify', './out', '--engine', 'cpu')).code).toBe(0);
  });

  it('keeps its old state if an upload breaks off, and the next push succeeds', async () => {
    hub.intercept = (line, response) => {
      if (!line.startsWith('PUT')) return false;
      response.writeHead(503).end();
      return true;
    };
    const { code, out, err } = await speil('push', './birds', '--to', 'hf:me/birds');
    expect([code, out]).toEqual([1, []]);
    expect(err).toEqual([expect.stringMatching(/answered 503 .*Nothing was published/u)]);
    expect(hub.repos.get('me/birds')!.size).toBe(0);
    hub.intercept = () => false;
    expect((await speil('push', './birds', '--to', 'hf:me/birds')).code).toBe(0);
  });

  it('is not left for another host: neither files nor token follow a redirect', async () => {
    hub.intercept = (line, response) => {
      if (!line.includes('/commit/') && !line.includes('/revision/')) return false;
      response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end();
      return true;
    };
    const { code, err } = await speil('push', './birds', '--to', 'hf:me/birds');
    expect(code).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(/redirects to http:\/\/127\.0\.0\.1:9, which is refused/u),
    ]);
    expect(hub.repos.get('me/birds')!.size).toBe(0);
    const pulled = await speil('pull', 'hf:me/birds', '-o', 'out');
    expect(pulled).toMatchObject({ code: 1, out: [] });
    expect(pulled.err).toEqual([expect.stringMatching(/which is refused/u)]);
  });

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

  it('is not believed: a file that differs from its checksum, or is no model, is not kept', async () => {
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

  it('has no file of an earlier version after a push, and does not hide what is public', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    const files = hub.repos.get('me/birds')!;
    files.set('examples/old.mid', Buffer.from('old'));
    files.set('notes.txt', Buffer.from('mine'));
    expect((await speil('push', './birds', '--to', 'hf:me/birds')).code).toBe(0);
    expect([...files.keys()]).toContain('notes.txt');
    expect([...files.keys()]).not.toContain('examples/old.mid');
    const hidden = await speil('push', './birds', '--to', 'hf:me/birds', '--private');
    expect([hidden.code, hidden.err]).toEqual([
      1,
      [expect.stringMatching(/exists and is public, so --private is not possible/u)],
    ]);
  });

  it('may hold files of others, which are not pulled', async () => {
    await speil('push', './birds', '--to', 'hf:me/birds');
    hub.repos.get('me/birds')!.set('LICENSE', Buffer.from('text'));
    expect((await speil('pull', 'hf:me/birds', '-o', 'out')).code).toBe(0);
    expect(filesOf('out')).toEqual(filesOf('birds'));
  });

  it('is told apart from a missing model, a missing token and a token without rights', async () => {
    expect((await speil('pull', 'hf:me/none')).err).toEqual([
      expect.stringMatching(/has no model me\/none, or hides it/u),
    ]);
    const without = await speilWith({}, 'push', './birds', '--to', 'hf:me/birds');
    expect(without.code).toBe(2);
    expect(without.err).toEqual([expect.stringMatching(/needs a token with write access/u)]);
    hub.intercept = (line, response) => {
      if (line !== 'POST /api/repos/create') return false;
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"no"}');
      return true;
    };
    expect((await speil('push', './birds', '--to', 'hf:me/birds')).err).toEqual([
      expect.stringMatching(/refused hf:me\/birds \(403\)\. The token may not do this/u),
    ]);
    const wrong = await speilWith({ HF_TOKEN: 'secret' }, 'pull', 'hf:me/birds');
    expect(wrong.err).toEqual([expect.stringMatching(/must begin with hf_/u)]);
    expect(wrong.err.join()).not.toContain('secret');
  });
});

describe('npm', () => {
  const login = (): void => {
    const host = registry.url.replace('http:', '');
    fs.writeFileSync(path.join(dir, '.npmrc'), `${host}/:_authToken=hf_abc\n`);
  };

  it.skipIf(spawnSync('npm', ['--version']).status !== 0)(
    'receives a packed model, of which only the data are pulled',
    async () => {
      login();
      const pushed = await speil('push', './birds', '--to', 'npm');
      expect(pushed).toMatchObject({ code: 0, err: [] });
      expect(pushed.out[0]).toMatch(/^speil-model-small@0\.1\.0: /u);
      const pulled = await speil('pull', 'npm:speil-model-small', '-o', 'out');
      expect(pulled.code).toBe(0);
      expect(fs.existsSync(path.join(dir, 'out', 'index.js'))).toBe(false);
      expect(filesOf('out')).toEqual(filesOf('birds'));
    },
    60_000,
  );

  it.skipIf(spawnSync('npm', ['--version']).status !== 0)(
    'lists in a dry run exactly what it would receive, and receives nothing',
    async () => {
      login();
      fs.cpSync(path.join(dir, 'birds'), path.join(dir, 'copy'), { recursive: true });
      // A file that nothing lists, and one that a person lists.
      for (const file of ['notes.txt', 'recipes.js']) {
        fs.writeFileSync(path.join(dir, 'copy', file), 'export default [];\n');
      }
      const manifest = path.join(dir, 'copy', 'package.json');
      const value = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { files: string[] };
      value.files.push('recipes.js');
      fs.writeFileSync(manifest, JSON.stringify(value));
      const dry = await speil('push', './copy', '--to', 'npm', '--dry-run', '--json');
      const { names, bytes, published } = JSON.parse(dry.out[0]!) as {
        names: string[];
        bytes: number;
        published: boolean;
      };
      expect(names).toEqual(expect.arrayContaining(['package.json', 'index.js', 'recipes.js']));
      expect(names).not.toContain('notes.txt');
      expect(published).toBe(false);
      const text = await speil('push', './copy', '--to', 'npm', '--dry-run');
      expect(text.out.slice(0, -1).map((line) => line.trim().split(' ')[0])).toEqual(names);
      expect(text.out.at(-1)).toMatch(
        new RegExp(
          `^\\./copy may be published as speil-model-small@0\\.1\\.0: ${names.length} files, `,
          'u',
        ),
      );
      expect(registry.packages.size).toBe(0);
      const real = await speil('push', './copy', '--to', 'npm');
      const [size] = /\d+ files/u.exec(real.out[0]!) ?? [];
      expect(size).toBe(`${names.length} files`);
      const sent = Object.values(registry.packages.get('speil-model-small')!._attachments!)[0]!;
      const archive = gunzipSync(Buffer.from(sent.data, 'base64')).toString('latin1');
      for (const name of names) expect(archive).toContain(`package/${name}\0`);
      expect(archive.match(/package\/[^\0]+\0/gu)).toHaveLength(names.length);
      expect(bytes).toBe(
        names.reduce((sum, name) => sum + fs.statSync(path.join(dir, 'copy', name)).size, 0),
      );
    },
    60_000,
  );

  it('without a login, or with a version that exists, gets one line', async () => {
    fs.rmSync(path.join(dir, '.npmrc'), { force: true });
    const { code, out, err } = await speil('push', './birds', '--to', 'npm');
    expect([code, out]).toEqual([1, []]);
    expect(err).toEqual([expect.stringMatching(/\(ENEEDAUTH\)\. npm is not logged in/u)]);
    login();
    registry.intercept = (line, response) => {
      if (!line.startsWith('PUT')) return false;
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"exists"}');
      return true;
    };
    expect((await speil('push', './birds', '--to', 'npm')).err).toEqual([
      expect.stringMatching(/\(E403\)\. The registry does not allow it: the version may exist/u),
    ]);
    const none = await speil('pull', 'npm:speil-model-none');
    expect(none).toMatchObject({ code: 1, out: [] });
    expect(none.err).toEqual([expect.stringMatching(/\(E404\)/u)]);
  }, 60_000);
});

describe('a push', () => {
  it('copies to a new folder, and leaves one with files alone', async () => {
    expect((await speil('push', './birds', '--to', 'copy')).code).toBe(0);
    expect(filesOf('copy')).toEqual(filesOf('birds'));
    const { code, err } = await speil('push', './birds', '--to', 'copy');
    expect([code, err]).toEqual([1, [expect.stringMatching(/must be a new or an empty folder/u)]]);
  });

  it.skipIf(spawnSync('npm', ['--version']).status !== 0)(
    'of a package to a folder is a package: npm installs the copy',
    async () => {
      fs.writeFileSync(path.join(dir, 'birds', '.npmrc'), '//127.0.0.1/:_authToken=hf_abc\n');
      expect((await speil('push', './birds', '--to', 'copy')).code).toBe(0);
      fs.rmSync(path.join(dir, 'birds', '.npmrc'));
      expect(fs.existsSync(path.join(dir, 'copy', '.npmrc'))).toBe(false);
      fs.mkdirSync(path.join(dir, 'out'));
      fs.writeFileSync(path.join(dir, 'out', 'package.json'), '{"type":"module"}');
      const options = { cwd: path.join(dir, 'out'), encoding: 'utf8' } as const;
      const args = ['install', '../copy', '--offline', '--no-audit', '--no-fund'];
      expect(spawnSync('npm', args, options)).toMatchObject({ status: 0 });
      const script = `import { folder } from 'speil-model-small'; import { readFileSync } from 'node:fs'; console.log(JSON.parse(readFileSync(new URL('model.json', folder), 'utf8')).format);`;
      const { stdout } = spawnSync(
        process.execPath,
        ['--input-type=module', '-e', script],
        options,
      );
      expect(stdout.trim()).toBe('speil-model');
    },
    60_000,
  );

  it.each([
    [
      'a model that is not packed',
      ['./small', '--to', 'copy'],
      1,
      /has no SHA256SUMS, so it is not published/u,
    ],
    [
      'an unknown place',
      ['./birds', '--to', 'ftp:x'],
      2,
      /--to must be hf:OWNER\/NAME, npm or a folder/u,
    ],
    ['an invalid name', ['./birds', '--to', 'hf:birds'], 2, /is hf:OWNER\/NAME/u],
  ])('refuses %s in one line', async (_, args, exit, line) => {
    const { code, out, err } = await speil('push', ...args);
    expect([code, out]).toEqual([exit, []]);
    expect(err).toEqual([expect.stringMatching(line)]);
  });

  it('refuses a card without a licence, a changed file and a model that is too large', async () => {
    fs.cpSync(path.join(dir, 'birds'), path.join(dir, 'copy'), { recursive: true });
    const card = path.join(dir, 'copy', 'README.md');
    const text = fs.readFileSync(card, 'utf8');
    fs.writeFileSync(card, text.replace(/^license: .*\n/mu, ''));
    expect((await speil('push', './copy', '--to', 'out')).err).toEqual([
      expect.stringMatching(/README\.md must name a licence/u),
    ]);
    fs.writeFileSync(card, `${text}More.\n`);
    expect((await speil('push', './copy', '--to', 'out')).err).toEqual([
      expect.stringMatching(/is not what was packed: README\.md/u),
    ]);
    fs.writeFileSync(card, `${text}${'More. '.repeat(200_000)}\n`);
    await speil('pack', './copy');
    expect((await speil('push', './copy', '--to', 'out', '--max-size', '1')).err).toEqual([
      expect.stringMatching(/at most 1000000 are published/u),
    ]);
    expect(fs.existsSync(path.join(dir, 'out'))).toBe(false);
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
