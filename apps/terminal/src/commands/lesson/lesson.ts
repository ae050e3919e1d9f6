/** `speil lesson`. */
import { defineCommand, flag, option, optionWithDefault } from '../../cli/command.js';
import { common, dataDir, output } from '../../cli/options.js';
import { exampleCount, listOf, seed } from '../../cli/parsers.js';
import { exitCodes } from '../../io/exit.js';

export const lesson = defineCommand({
  name: 'lesson',
  description: 'Train the models of the lesson and show what they learn: images and a page.',
  arguments: [],
  options: {
    quick: flag('--quick', 'few epochs on 10,000 digits: minutes instead of an hour'),
    only: option('--only <chapters>', 'only these, such as denoising,pca', listOf(String)),
    seed: optionWithDefault('--seed <n>', 'seed of every training', seed, 1),
    limit: option('--limit <n>', 'train on n digits', exampleCount),
    dataDir,
    out: output('dir', 'folder for runs, pictures and index.html'),
    ...common,
  },
  examples: ['speil lesson --quick -o lesson', 'speil lesson --only denoising,pca -o lesson'],
  async run(_, options, io) {
    const [{ chapters }, { teachLesson }] = await Promise.all([
      import('../../lesson/chapters/chapters.js'),
      import('../../lesson/teach.js'),
    ]);
    const taught = await teachLesson(chapters, options, io);
    if (taught === undefined) {
      io.err('speil: the lesson is not finished. Run the same command to continue it.');
      return exitCodes.failed;
    }
    const { page } = taught;
    const ids = taught.chapters.map(({ id }) => id);
    io.out(options.json ? JSON.stringify({ page, chapters: ids }) : page);
    return exitCodes.done;
  },
});
