/** Commands about runs: watch, runs, resume, pause, stop. */
import type { Command } from 'commander';
import type { Io } from './io.js';
import { wholeNumber } from './parsers.js';
import { examples, type Run } from './program.js';

const runArgument = 'a run folder (default: the newest run)';

export function addRunCommands(program: Command, io: Io, run: Run): void {
  program
    .command('watch')
    .description('Attach to a run: the dashboard in a terminal, plain lines elsewhere.')
    .argument('[run]', runArgument)
    .option('--runs <dir>', 'where runs are', 'runs')
    .option('--no-tui', 'plain lines instead of the dashboard')
    .option('--json', 'each event as a line of JSON on stdout')
    .addHelpText(
      'after',
      examples('speil watch', 'speil watch runs/a', 'speil watch --json | jq .type'),
    )
    .action((folder: string | undefined, options: object) =>
      run(async () => (await import('../commands/watch.js')).watch(folder, options, io)),
    );
  program
    .command('runs')
    .description('List runs: recipe, state, progress, losses.')
    .argument('[dir]', 'where runs are', 'runs')
    .option('--json', 'an array of JSON objects on stdout')
    .addHelpText('after', examples('speil runs', 'speil runs experiments --json'))
    .action((dir: string, options: object) =>
      run(async () => (await import('../commands/runs.js')).runs(dir, options, io)),
    );
  program
    .command('resume')
    .description('Resume a run: one that is paused, or one that was stopped or has crashed.')
    .argument('[run]', runArgument)
    .option('--runs <dir>', 'where runs are', 'runs')
    .option('--epochs <n>', 'train a finished run to so many epochs', wholeNumber(1, 100_000))
    .option('--no-tui', 'plain lines instead of the dashboard')
    .option('-d, --detach', 'train in the background: return once training has begun')
    .option('--json', 'end with one line of JSON on stdout')
    .addHelpText('after', examples('speil resume', 'speil resume runs/a --epochs 20'))
    .action((folder: string | undefined, options: object) =>
      run(async () => (await import('../commands/resume.js')).resume(folder, options, io)),
    );
  for (const [type, description] of [
    ['pause', 'Pause a run after its current step.'],
    ['stop', 'Stop a run after its current step, with a checkpoint.'],
  ] as const) {
    program
      .command(type)
      .description(description)
      .argument('[run]', 'a run folder (default: the newest run that is training)')
      .option('--runs <dir>', 'where runs are', 'runs')
      .option('--json', 'a JSON object on stdout')
      .addHelpText('after', examples(`speil ${type}`, `speil ${type} runs/a`))
      .action((folder: string | undefined, options: object) =>
        run(async () =>
          (await import('../commands/control.js')).control(type, folder, options, io),
        ),
      );
  }
}
