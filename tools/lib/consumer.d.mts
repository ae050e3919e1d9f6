/** Types of consumer.mjs, for the checks. */
type Env = Readonly<Record<string, string | undefined>>;
export function installInto(home: string, packages: readonly string[], env?: Env): Promise<void>;
export function runExamples(home: string, readme: string, env?: Env): Promise<number>;
export function bundleForBrowsers(home: string, name: string): Promise<void>;
export function bundle(home: string, options?: { readonly write?: boolean }): Promise<void>;
export function findTypeProblems(
  manifest: { readonly exports?: Record<string, unknown> },
  tarball: string,
): Promise<readonly { readonly kind: string }[]>;
