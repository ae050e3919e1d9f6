/** Types of programs.mjs, for the checks. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
export function attempt(
  command: string,
  args: readonly string[],
  cwd: string,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<Outcome>;
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env?: Readonly<Record<string, string | undefined>>,
): Promise<string>;
export function endPrograms(): void;
