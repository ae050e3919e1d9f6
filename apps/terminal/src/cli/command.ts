/**
 * A command as one value: its name, arguments, options, help and work. The types that `run` receives follow from the
 * declarations of the arguments and options.
 */
import { Argument, Option, type Command } from 'commander';
import type { ExitCode } from '../io/exit.js';
import type { Io } from '../io/io.js';
import { examples } from './help.js';

/** An option whose value is a `T`. `T` includes `undefined` if the option may be absent. */
export interface OptionSpec<T> {
  /** @returns a new option of commander. */
  build(): Option;
  /** Never set. It only carries the type. */
  readonly value?: T;
}

/** An argument whose value is a `T`. */
export interface ArgumentSpec<T> {
  build(): Argument;
  /** Never set. It only carries the type. */
  readonly value?: T;
}

/** Options by their names in `run`, which must be those that commander derives: `dataDir` for `--data-dir`. */
export type OptionTable = Readonly<Record<string, OptionSpec<unknown>>>;

type ValueOf<S> = S extends OptionSpec<infer T> | ArgumentSpec<infer T> ? T : never;
type Present<O> = { [K in keyof O]: undefined extends ValueOf<O[K]> ? never : K }[keyof O];

/** The values of options. An option that may be absent is an optional property. */
export type OptionsOf<O extends OptionTable> = {
  readonly [K in Present<O>]: ValueOf<O[K]>;
} & {
  readonly [K in Exclude<keyof O, Present<O>>]?: Exclude<ValueOf<O[K]>, undefined>;
};

type ArgumentsOf<A extends readonly ArgumentSpec<unknown>[]> = {
  readonly [K in keyof A]: ValueOf<A[K]>;
};

/** The type of an argument by its name: `<file>`, `[file]`, `<file...>` or `[file...]`. */
type ArgumentValue<N extends string> = N extends `${string}...${string}`
  ? readonly string[]
  : N extends `<${string}>`
    ? string
    : string | undefined;

/**
 * @param name the name, in brackets that show whether the argument is required, with dots if it takes several values.
 */
export function argument<const N extends string>(
  name: N,
  description: string,
): ArgumentSpec<ArgumentValue<N>> {
  return { build: () => new Argument(name, description) };
}

export function argumentWithDefault(
  name: `[${string}]`,
  description: string,
  value: string,
): ArgumentSpec<string> {
  return { build: () => new Argument(name, description).default(value) };
}

/** An option without a value, such as `--json`. */
export function flag(flags: string, description: string): OptionSpec<boolean | undefined> {
  return { build: () => new Option(flags, description) };
}

/** An option that switches off a default, such as `--no-tui`. */
export function negation(flags: `--no-${string}`, description: string): OptionSpec<boolean> {
  return { build: () => new Option(flags, description) };
}

type Parse<T> = (text: string, before?: T) => T;

/**
 * An option with a value that may be absent. @param parse also receives the previous value if the option is repeated.
 */
export function option(flags: string, description: string): OptionSpec<string | undefined>;
export function option<T>(
  flags: string,
  description: string,
  parse: Parse<T>,
): OptionSpec<T | undefined>;
export function option<T>(
  flags: string,
  description: string,
  parse: Parse<T> | undefined = undefined,
): OptionSpec<T | undefined> {
  return { build: () => parsed(new Option(flags, description), parse) };
}

/** A required option. */
export function requiredOption(flags: string, description: string): OptionSpec<string>;
export function requiredOption<T>(
  flags: string,
  description: string,
  parse: Parse<T>,
): OptionSpec<T>;
export function requiredOption<T>(
  flags: string,
  description: string,
  parse: Parse<T> | undefined = undefined,
): OptionSpec<T> {
  return { build: () => parsed(new Option(flags, description), parse).makeOptionMandatory() };
}

/** An option with a default. @param shown the default as the help shows it. Default: as JSON. */
export function optionWithDefault(
  flags: string,
  description: string,
  parse: undefined,
  value: string,
): OptionSpec<string>;
export function optionWithDefault<T>(
  flags: string,
  description: string,
  parse: Parse<T>,
  value: NoInfer<T>,
  shown?: string,
): OptionSpec<T>;
export function optionWithDefault<T>(
  flags: string,
  description: string,
  parse: Parse<T> | undefined,
  value: T,
  shown?: string,
): OptionSpec<T> {
  return { build: () => parsed(new Option(flags, description), parse).default(value, shown) };
}

/** An option that takes one of a few values. */
export function choice<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
): OptionSpec<T | undefined> {
  return { build: () => new Option(flags, description).choices(choices) };
}

export function choiceWithDefault<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
  value: NoInfer<T>,
): OptionSpec<T> {
  return { build: () => new Option(flags, description).choices(choices).default(value) };
}

export function requiredChoice<const T extends string>(
  flags: string,
  description: string,
  choices: readonly T[],
): OptionSpec<T> {
  return { build: () => new Option(flags, description).choices(choices).makeOptionMandatory() };
}

function parsed<T>(built: Option, parse: Parse<T> | undefined): Option {
  return parse === undefined ? built : built.argParser<T>((text, before) => parse(text, before));
}

interface Definition<A extends readonly ArgumentSpec<unknown>[], O extends OptionTable> {
  readonly name: string;
  readonly description: string;
  readonly arguments: A;
  /** The help lists them in this order. */
  readonly options: O;
  readonly examples: readonly string[];
  /** `run` loads its own dependencies, since the file of a command is loaded for every help text. */
  run(values: ArgumentsOf<A>, options: OptionsOf<O>, io: Io): Promise<ExitCode> | ExitCode;
}

/** Runs the work of a command and stores its exit code. */
export type Execute = (work: () => Promise<ExitCode> | ExitCode) => Promise<void>;

/** A command, or a group of commands, that can be added to a program. */
export interface Attachable {
  readonly name: string;
  /** @param isDefault whether the parent runs it if no command is named. */
  attach(parent: Command, io: Io, execute: Execute, isDefault?: boolean): Command;
}

export interface DefinedCommand<
  A extends readonly ArgumentSpec<unknown>[],
  O extends OptionTable,
> extends Attachable {
  run: Definition<A, O>['run'];
}

export function defineCommand<
  const A extends readonly ArgumentSpec<unknown>[],
  O extends OptionTable,
>(definition: Definition<A, O>): DefinedCommand<A, O> {
  const { name, description, options } = definition;
  return {
    name,
    run: (values, given, io) => definition.run(values, given, io),
    attach(parent, io, execute, isDefault = false) {
      const command = parent.command(name, { isDefault }).description(description);
      for (const spec of definition.arguments) command.addArgument(spec.build());
      for (const [key, spec] of Object.entries(options)) {
        const built = spec.build();
        if (built.attributeName() !== key) {
          throw new Error(
            `${name}: ${built.flags} is options.${built.attributeName()}, not ${key}.`,
          );
        }
        command.addOption(built);
      }
      command.addHelpText('after', examples(...definition.examples));
      // Commander passes the arguments, then the options, then the command. It has parsed them by the declarations
      // above.
      return command.action((...given: readonly unknown[]) =>
        execute(() =>
          definition.run(
            given.slice(0, -2) as unknown as ArgumentsOf<A>,
            given.at(-2) as OptionsOf<O>,
            io,
          ),
        ),
      );
    },
  };
}

/** A command with subcommands. If none is named, it runs the first one. */
export function defineGroup(definition: {
  readonly name: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly commands: readonly Attachable[];
}): Attachable {
  const { name, description, commands } = definition;
  return {
    name,
    attach(parent, io, execute) {
      const group = parent.command(name).description(description);
      group.addHelpText('after', examples(...definition.examples));
      for (const [i, command] of commands.entries()) command.attach(group, io, execute, i === 0);
      return group;
    },
  };
}
