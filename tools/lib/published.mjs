/** The published packages of the repository or of a copy of it, and what their READMEs show. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every published package: those that are not private.
 * @param {string} root the repository's folder, or that of a copy.
 */
export function publishedIn(root) {
  return ['packages', 'packages/data', 'packages/models', 'apps']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)))
    .filter((dir) => existsSync(join(dir, 'package.json')))
    .map((dir) => {
      const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      return { dir, name: manifest.name, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true);
}

/** Those of the packages that one of them needs at run time, itself included; it comes first. */
export function withDependenciesAmong(packages, name) {
  const found = new Map();
  const visit = (wanted) => {
    const one = packages.find((candidate) => candidate.name === wanted);
    if (one === undefined || found.has(wanted)) return;
    found.set(wanted, one);
    Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies }).forEach(visit);
  };
  visit(name);
  return [...found.values()];
}

/** The blocks of a Markdown text that are fenced with exactly this info string. */
export function fencedBlocks(markdown, info) {
  const fence = new RegExp(`^\`\`\`${info}\\n(.*?)^\`\`\``, 'gmsu');
  return [...markdown.matchAll(fence)].map((match) => match[1]);
}

/** Packages in a README's install command that are not of this repository. */
export function installedAlongside(readme) {
  const [command = ''] = fencedBlocks(readme, 'sh').filter((block) =>
    block.startsWith('npm install'),
  );
  return command
    .trim()
    .split(/\s+/u)
    .slice(2)
    .filter((name) => !name.startsWith('@speil/'));
}
