/** The packages of this repository and how to run a program among them. */
import { fileURLToPath } from 'node:url';
import { publishedIn, withDependenciesAmong } from '../../lib/published.mjs';
import type { WorkspacePackage } from '../../lib/published.mjs';

export { attempt, run } from '../../lib/programs.mjs';
export { fencedBlocks } from '../../lib/published.mjs';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every published package. */
export const published: readonly WorkspacePackage[] = publishedIn(root);

/** The workspace packages that a package needs at run time, including itself. */
export function withDependencies(name: string): readonly WorkspacePackage[] {
  return withDependenciesAmong(published, name);
}
