/** Types of worker-facade.mjs, for its test. */
interface Output {
  readonly type: string;
  readonly fileName: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}
export function facadeOf(outputs: readonly Output[], name: string): string;
