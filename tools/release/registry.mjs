/**
 * A local registry for rehearsals: verdaccio on a free port of loopback, in this process, with its files in a folder of
 * the caller's. Anyone on this machine may publish to it, with any token. What the repository publishes never comes from
 * another registry; the rest comes from the uplink, if there is one.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { runServer } = createRequire(import.meta.url)('verdaccio');

/**
 * @param {object} options
 * @param {string} options.folder for the registry's files; the caller removes it.
 * @param {readonly string[]} options.own names of the packages that are published here and never come from the uplink.
 * @param {string} [options.uplink] the URL of the registry for all other packages. Default: none.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function startRegistry({ folder, own, uplink }) {
  const anyone = { access: '$all', publish: '$all', unpublish: '$all' };
  const server = await runServer({
    self_path: folder,
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    secret: 'rehearsal-rehearsal-rehearsal-32',
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1 } },
    uplinks: uplink === undefined ? {} : { ordinary: { url: uplink, cache: false } },
    packages: {
      ...Object.fromEntries(own.map((name) => [name, anyone])),
      '**': { ...anyone, ...(uplink !== undefined && { proxy: 'ordinary' }) },
    },
    max_body_size: '1gb',
    web: { enable: false },
    log: { type: 'file', path: join(folder, 'registry.log'), level: 'warn' },
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Variables for npm commands that know nothing but one registry: a home of their own with a throwaway token, and none of
 * npm's variables that this process has inherited from the person's settings.
 * @param {string} home an existing folder.
 * @param {string} url the registry's.
 * @returns {{ env: Record<string, string | undefined>, npmrc: string }} and the text of `home`'s `.npmrc`.
 */
export function onlyRegistry(home, url) {
  const inherited = Object.keys(process.env).filter((name) => /^npm_config_/iu.test(name));
  return {
    env: {
      ...Object.fromEntries(inherited.map((name) => [name, undefined])),
      HOME: home,
      USERPROFILE: home,
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
      npm_config_userconfig: join(home, '.npmrc'),
      npm_config_cache: join(home, 'npm-cache'),
    },
    npmrc: [
      `registry=${url}`,
      `${url.replace(/^http:/u, '')}:_authToken=rehearsal`,
      ...['ignore-scripts=true', 'audit=false', 'fund=false', 'update-notifier=false', ''],
    ].join('\n'),
  };
}
