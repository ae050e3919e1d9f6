/** The packages of this repository and how to run a program among them. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface WorkspacePackage {
  readonly dir: string;
  readonly name: string;
  readonly manifest: {
    readonly private?: boolean;
    readonly license: string;
    readonly exports: Record<string, unknown>;
    readonly bin?: Record<string, string>;
    readonly scripts?: Record<string, string>;
    readonly dependencies?: Record<string, string>;
    readonly peerDependencies?: Record<string, string>;
  };
}

/** Every published package. */
export const published: readonly WorkspacePackage[] = [
  ...['packages', 'packages/data', 'packages/models', 'apps'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
  ),
]
  .filter((dir) => existsSync(join(dir, 'package.json')))
  .map((dir) => {
    const manifest = JSON.parse(
      readFileSync(join(dir, 'package.json'), 'utf8'),
    ) as WorkspacePackage['manifest'] & { name: string };
    return { dir, name: manifest.name, manifest };
  })
  .filter(({ manifest }) => manifest.private !== true);

/** The workspace packages that a package needs at run time, including itself. */
export function withDependencies(name: string): readonly WorkspacePackage[] {
  const found = new Map<string, WorkspacePackage>();
  const visit = (wanted: string): void => {
    const one = published.find((candidate) => candidate.name === wanted);
    if (one === undefined || found.has(wanted)) return;
    found.set(wanted, one);
    Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies }).forEach(visit);
  };
  visit(name);
  return [...found.values()];
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and returns its exit code and output, even if it fails. */
export function attempt(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 2 ** 20 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, stdout, stderr });
    });
  });
}

/** @returns stdout. @throws an error with the program's output if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, args, cwd, env);
  if (code === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} failed\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
  );
}

/** The blocks of a Markdown text that are fenced with exactly this info string. */
export function fencedBlocks(markdown: string, info: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${info}\\n(.*?)^\`\`\``, 'gmsu');
  return [...markdown.matchAll(fence)].map((match) => match[1]!);
}
