/** `speil push` to servers on this machine: what arrives is what was packed, or nothing. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  dir,
  filesOf,
  hub,
  keepModelHosts,
  registry,
  speil,
  speilWith,
} from '../../testing/model-hosts.js';

keepModelHosts();

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
