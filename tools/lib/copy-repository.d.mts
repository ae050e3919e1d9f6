/** Types of copy-repository.mjs, for the checks. */
export function copyRepository(
  to: string,
  options?: { readonly built?: boolean; readonly whole?: boolean },
): void;
