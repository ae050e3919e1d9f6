import { Command } from 'commander';
import { expect, expectTypeOf, it } from 'vitest';
import { recordedIo } from '../testing/io.js';
import { exitCodes } from '../io/exit.js';
import {
  argument,
  choiceWithDefault,
  defineCommand,
  defineGroup,
  flag,
  option,
  optionWithDefault,
  type Attachable,
} from './command.js';
import { wholeNumber } from './parsers.js';

/** Parses a command line with one command. */
async function parse(command: Attachable, ...argv: readonly string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  command.attach(program, recordedIo(), async (work) => void (await work()));
  await program.parseAsync(argv, { from: 'user' });
}

it('passes a command the values of its declaration, with types that follow from it', async () => {
  let received: unknown;
  const command = defineCommand({
    name: 'try',
    description: 'A try.',
    arguments: [argument('<model>', 'a model'), argument('[file...]', 'files')],
    options: {
      count: optionWithDefault('-n, --count <n>', 'how many', wholeNumber(1, 9), 4),
      dataDir: option('--data-dir <dir>', 'a folder'),
      method: choiceWithDefault('--method <name>', 'how', ['lerp', 'slerp'], 'lerp'),
      json: flag('--json', 'JSON'),
    },
    examples: ['speil try a'],
    run([model, files], options) {
      expectTypeOf(model).toEqualTypeOf<string>();
      expectTypeOf(files).toEqualTypeOf<readonly string[]>();
      expectTypeOf(options.count).toEqualTypeOf<number>();
      expectTypeOf(options.dataDir).toEqualTypeOf<string | undefined>();
      expectTypeOf(options.method).toEqualTypeOf<'lerp' | 'slerp'>();
      received = { model, files, ...options };
      return exitCodes.done;
    },
  });
  await parse(command, 'try', 'm', 'a', 'b', '--data-dir', 'd');
  expect(received).toEqual({
    model: 'm',
    files: ['a', 'b'],
    count: 4,
    dataDir: 'd',
    method: 'lerp',
  });
  await parse(command, 'try', 'm', '-n', '2', '--json');
  expect(received).toEqual({ model: 'm', files: [], count: 2, method: 'lerp', json: true });
  await expect(parse(command, 'try')).rejects.toThrow("missing required argument 'model'");
});

it('rejects an option whose declared name differs from commander’s', async () => {
  const command = defineCommand({
    name: 'try',
    description: '',
    arguments: [],
    options: { datadir: option('--data-dir <dir>', 'a folder') },
    examples: [],
    run: () => exitCodes.done,
  });
  await expect(parse(command)).rejects.toThrow('--data-dir <dir> is options.dataDir, not datadir.');
});

it('runs the first command of a group if none is named', async () => {
  const ran: string[] = [];
  const named = (name: string): Attachable =>
    defineCommand({
      name,
      description: '',
      arguments: [],
      options: {},
      examples: [],
      run() {
        ran.push(name);
        return exitCodes.done;
      },
    });
  const group = defineGroup({
    name: 'data',
    description: '',
    examples: [],
    commands: [named('list'), named('fetch')],
  });
  await parse(group, 'data');
  await parse(group, 'data', 'fetch');
  expect(ran).toEqual(['list', 'fetch']);
});
