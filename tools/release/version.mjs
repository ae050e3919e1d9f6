/**
 * Versions a copy of the repository as a release does: a version plan, then `nx release`, which writes versions, ranges,
 * changelogs, a commit and a tag. Only for a copy; a release itself is described in CONTRIBUTING.md.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/programs.mjs';
import { publishedIn } from '../lib/published.mjs';
import { nxEnv } from '../lib/setup.mjs';
import { notesOf } from './notes.mjs';

const author = { name: 'Rehearsal', email: 'rehearsal@example.invalid' };
const env = {
  ...nxEnv,
  NX_ISOLATE_PLUGINS: 'false',
  GIT_AUTHOR_NAME: author.name,
  GIT_AUTHOR_EMAIL: author.email,
  GIT_COMMITTER_NAME: author.name,
  GIT_COMMITTER_EMAIL: author.email,
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** Makes the copy a git repository of its own with one commit, and releases it. @returns the version. */
export async function releaseCopy(copy) {
  const git = (...args) => run('git', args, copy, env);
  const nx = (...args) =>
    run(process.execPath, [join(copy, 'node_modules/nx/dist/bin/nx.js'), ...args], copy, env);
  const before = publishedIn(copy)[0].manifest.version;
  await git('init', '--quiet');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Start');
  if (plansIn(copy).length === 0) {
    // The largest change: every range between the packages has to follow.
    await nx('release', 'plan', 'major', '--message', 'A rehearsal', '--only-touched=false');
  }
  await git('add', '--all');
  await git('commit', '--quiet', '--allow-empty', '--message', 'Plan');
  await nx('release', '--skip-publish');
  return await checkRelease(copy, before, git);
}

function plansIn(copy) {
  const folder = join(copy, '.nx/version-plans');
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder);
}

/** Every package has the same new version, refers to it, and has release notes; git has its tag. */
async function checkRelease(copy, before, git) {
  const packages = publishedIn(copy);
  const version = packages[0].manifest.version;
  if (version === before) throw new Error(`A new version was expected. Received: ${version}.`);
  for (const { dir, name, manifest } of packages) {
    if (manifest.version !== version) {
      throw new Error(`${name} should have the version ${version}. Received: ${manifest.version}.`);
    }
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const [other, range] of ranges) {
      if (packages.some((one) => one.name === other) && range !== `^${version}`) {
        throw new Error(`${name} should depend on ${other} ^${version}. Received: ${range}.`);
      }
    }
    notesOf(dir, version);
  }
  notesOf(copy, version);
  const tags = (await git('tag')).trim().split('\n');
  if (!tags.includes(`v${version}`)) {
    throw new Error(`The tag v${version} was expected. Received: ${tags.join(', ') || 'none'}.`);
  }
  return version;
}
