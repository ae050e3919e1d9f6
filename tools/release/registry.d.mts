/** Types of registry.mjs, for the checks. */
export function startRegistry(options: {
  readonly folder: string;
  readonly own: readonly string[];
  readonly uplink?: string;
}): Promise<{ readonly url: string; close(): Promise<void> }>;
export function onlyRegistry(
  home: string,
  url: string,
): { readonly env: Readonly<Record<string, string | undefined>>; readonly npmrc: string };
