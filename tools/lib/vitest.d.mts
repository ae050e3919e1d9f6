/** Types of vitest.mjs, for the configurations of the tests. */
import type { ViteUserConfig } from 'vitest/config';

type TestConfig = NonNullable<ViteUserConfig['test']>;

export function journeys(name: string, include: string[]): TestConfig;
export function unitTests(
  name: string,
  options?: { readonly include?: string[]; readonly alone?: string[] },
): TestConfig;
