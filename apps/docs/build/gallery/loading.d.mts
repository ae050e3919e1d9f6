/** Types of loading.mjs, for the journeys. */
export interface Programs {
  readonly node: string;
  readonly page: string;
  /** Undefined for models that Python cannot load. */
  readonly python: string | undefined;
  readonly pythonNote?: string;
  /** What to run before the program in Python. */
  readonly shell: string;
}

export function programsOf(model: { readonly name: string; readonly folder: string }): Programs;
