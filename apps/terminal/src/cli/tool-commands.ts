/** Commands about what is here: recipes, data, doctor, bench. */
import type { Command } from 'commander';
import type { Io } from './io.js';
import { listOf, wholeNumber, folder } from './parsers.js';
import { examples, type Run } from './program.js';

export function addToolCommands(program: Command, io: Io, run: Run): void {
  program
    .command('recipes')
    .description('List the recipes of the installed packages.')
    .argument('[word...]', 'only those with these words in name, family, data or title')
    .option('--json', 'an array of JSON objects on stdout')
    .addHelpText(
      'after',
      examples('speil recipes', 'speil recipes vae fashion', 'speil recipes --json'),
    )
    .action((words: readonly string[], options: object) =>
      run(async () => (await import('../commands/recipes.js')).recipes(words, options, io)),
    );
  const data = program
    .command('data')
    .description('List datasets and where they were found; fetch one.')
    .addHelpText(
      'after',
      examples('speil data', 'speil data list --json', 'speil data fetch groove'),
    );
  data
    .command('list', { isDefault: true })
    .description('List datasets and where they were found.')
    .option('--data-dir <dir>', 'where datasets are looked for first', folder)
    .option('--json', 'an array of JSON objects on stdout')
    .addHelpText('after', examples('speil data list --data-dir data'))
    .action((options: object) =>
      run(async () => (await import('../commands/data.js')).listData(options, io)),
    );
  data
    .command('fetch')
    .description(
      'Download a dataset from its official address and verify it; an interrupted download is resumed.',
    )
    .argument('<name>', 'a dataset’s name')
    .option('--data-dir <dir>', 'where to put it (default: the user’s cache)')
    .option('--json', 'a JSON object on stdout')
    .addHelpText(
      'after',
      examples('speil data fetch mnist', 'speil data fetch groove --data-dir data'),
    )
    .action((name: string, options: object) =>
      run(async () => (await import('../commands/data.js')).fetchData(name, options, io)),
    );
  program
    .command('doctor')
    .description(
      'Check the compute engines: availability, gradient error, speed, and which one auto picks.',
    )
    .option('--json', 'a JSON object on stdout')
    .addHelpText('after', examples('speil doctor', 'speil doctor --json'))
    .action((options: object) =>
      run(async () => (await import('../commands/doctor.js')).doctor(options, io)),
    );
  program
    .command('bench')
    .description(
      'Benchmark the engines: training steps, decoding and matrix products; a minute or two.',
    )
    .option(
      '--works <list>',
      'any of dense, conv, lstm, melody, decode:N, product:N (default: the four models, decode:1, decode:225, decode:10000, product:1024)',
      listOf((name) => name),
    )
    .option(
      '--threads <list>',
      'numbers of threads; wasm always has one (default: 1, and 2 on two or more cores)',
      listOf(wholeNumber(1, 256)),
    )
    .option(
      '--rounds <n>',
      'rounds per engine, of which the median is shown',
      wholeNumber(1, 1000),
      3,
    )
    .option('--json', 'a JSON object on stdout')
    .addHelpText(
      'after',
      examples(
        'speil bench',
        'speil bench --works dense,decode:225 --threads 1 --rounds 7',
        'speil bench --json > here.json',
      ),
    )
    .action((options: object) =>
      run(async () => (await import('../commands/bench.js')).bench(options, io)),
    );
}
