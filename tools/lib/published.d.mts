/** Types of published.mjs, for the checks. */
export interface WorkspacePackage {
  readonly dir: string;
  readonly name: string;
  readonly manifest: {
    readonly private?: boolean;
    readonly version: string;
    readonly license: string;
    readonly exports?: Record<string, unknown>;
    readonly bin?: Record<string, string>;
    readonly scripts?: Record<string, string>;
    readonly dependencies?: Record<string, string>;
    readonly peerDependencies?: Record<string, string>;
  };
}
export function publishedIn(root: string): readonly WorkspacePackage[];
export function withDependenciesAmong(
  packages: readonly WorkspacePackage[],
  name: string,
): readonly WorkspacePackage[];
export function fencedBlocks(markdown: string, info: string): readonly string[];
export function installedAlongside(readme: string): readonly string[];
