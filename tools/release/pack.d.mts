/** Types of pack.mjs, for the checks. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly unpacked: number;
}
export function packAll(options: {
  readonly root: string;
  readonly to: string;
  readonly only?: readonly string[];
}): Promise<readonly PackedPackage[]>;
export function tableOf(packages: readonly PackedPackage[]): string;
export function findExcess(
  packages: readonly PackedPackage[],
  options?: { readonly complete?: boolean },
): readonly string[];
