/** Types of entries.mjs, for the checks. */
export interface Entry {
  /** The name in an import: `@speil/core/tensor`. */
  readonly name: string;
  /** The name in file names: `core-tensor`. */
  readonly slug: string;
  /** Path of its built declarations. */
  readonly declarations: string;
}

export const publicPackages: readonly string[];
export function entriesOf(folder: string): readonly Entry[];
