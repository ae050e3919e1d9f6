/** The names that a generator derives from the one that it is given. */

export interface Names {
  /** `my-thing`: files, commands, recipes. */
  readonly name: string;
  /** `myThing`: variables. */
  readonly variable: string;
  /** `MyThing`: types. */
  readonly type: string;
  /** `my thing`: sentences and titles. */
  readonly words: string;
}

/**
 * The spellings of a name.
 *
 * @throws Error of one line for a name that is not in lower-case letters, digits and hyphens.
 */
export function namesOf(name: string): Names {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(name)) {
    throw new Error(
      `The name must be in lower-case letters, digits and single hyphens. Received: '${name}'. Example: my-thing`,
    );
  }
  const variable = name.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
  return {
    name,
    variable,
    type: variable[0]!.toUpperCase() + variable.slice(1),
    words: name.replaceAll('-', ' '),
  };
}
