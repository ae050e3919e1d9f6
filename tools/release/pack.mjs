/**
 * Packs every published package, as the release publishes it, and compares the sizes with their budgets.
 *
 *   node tools/release/pack.mjs FOLDER
 *
 * The folder receives the tarballs and `packages.json`, their list in the order of publication: a package comes after
 * those that it depends on. Packages must be built. The budgets are in sizes.json, in bytes of the tarball.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../lib/programs.mjs';
import { publishedIn, withDependenciesAmong } from '../lib/published.mjs';
import { root as repository } from '../lib/setup.mjs';

const budgets = JSON.parse(readFileSync(new URL('sizes.json', import.meta.url), 'utf8'));

/**
 * @param {object} options
 * @param {string} options.root the repository, or a copy of it, built.
 * @param {string} options.to the folder for the tarballs.
 * @param {readonly string[]} [options.only] names of the packages. Default: all.
 * @returns {Promise<readonly { name: string, version: string, file: string, size: number, unpacked: number }[]>} the
 *   packages in the order of publication; sizes in bytes.
 */
export async function packAll({ root, to, only }) {
  const all = publishedIn(root);
  const wanted = inOrder(all).filter(({ name }) => only === undefined || only.includes(name));
  mkdirSync(to, { recursive: true });
  // Files that a package carries and the build does not write.
  for (const { dir, manifest } of wanted) {
    if (manifest.scripts?.vendor !== undefined) await run('npm', ['run', 'vendor'], dir);
  }
  const folders = wanted.map(({ dir }) => dir);
  const out = await run('npm', ['pack', '--json', '--pack-destination', to, ...folders], root);
  const packed = new Map(JSON.parse(out).map((one) => [one.name, one]));
  const packages = wanted.map(({ name }) => {
    const { version, filename, size, unpackedSize } = packed.get(name);
    return { name, version, file: filename, size, unpacked: unpackedSize };
  });
  writeFileSync(join(to, 'packages.json'), `${JSON.stringify(packages, null, 2)}\n`);
  return packages;
}

/** A package after those that it depends on. */
function inOrder(packages) {
  const ordered = new Set();
  const visit = (one) => {
    for (const other of withDependenciesAmong(packages, one.name).slice(1)) {
      // A peer dependency may lead back to the package itself.
      if (!withDependenciesAmong(packages, other.name).includes(one)) visit(other);
    }
    ordered.add(one);
  };
  packages.forEach(visit);
  return [...ordered];
}

/** The sizes as a table of Markdown. */
export function tableOf(packages) {
  const rows = packages.map(({ name, size, unpacked }) => [
    `\`${name}\``,
    kilobytes(size),
    kilobytes(budgets[name] ?? 0),
    kilobytes(unpacked),
  ]);
  const all = [['package', 'packed, kB', 'budget, kB', 'unpacked, kB'], ...rows];
  const widths = all[0].map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(all[0]), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** One line for each package that is too large or has no budget, and for each budget without a package. */
export function findExcess(packages, { complete = true } = {}) {
  const names = packages.map(({ name }) => name);
  const unknown = complete ? Object.keys(budgets).filter((name) => !names.includes(name)) : [];
  return [
    ...packages.flatMap(({ name, size }) => {
      if (budgets[name] === undefined) {
        return [
          `${name} has no budget. Received: ${size} bytes. Add it to tools/release/sizes.json.`,
        ];
      }
      if (size <= budgets[name]) return [];
      return [
        `${name} must have at most ${budgets[name]} bytes when packed. Received: ${size}. Leave files out, or raise its budget in tools/release/sizes.json.`,
      ];
    }),
    ...unknown.map(
      (name) =>
        `${name} has a budget but is not published. Remove it from tools/release/sizes.json.`,
    ),
  ];
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv[2] === undefined) {
    console.error(
      'A folder for the tarballs was expected. Run: node tools/release/pack.mjs FOLDER',
    );
    process.exit(1);
  }
  const packages = await packAll({ root: repository, to: resolve(process.argv[2]) });
  console.log(tableOf(packages));
  const excess = findExcess(packages);
  for (const line of excess) console.error(line);
  process.exit(excess.length === 0 ? 0 : 1);
}
