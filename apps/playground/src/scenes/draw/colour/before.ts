/** What the output of a colour network is compared with. */
import type { ColourTask } from '../../../worker/protocol/images';
import type { Answers } from '../controller/controller';
import { colourBefores } from '../controller/state';
import type { ColourBefore } from '../controller/state';

/** The pictures that exist for a task: only what is shrunk can be interpolated, and an autoencoder receives the original. */
export function beforesOf(task: ColourTask): readonly ColourBefore[] {
  if (task === 'twofold' || task === 'fourfold') return colourBefores;
  return task === 'denoise' ? ['input', 'original'] : ['original'];
}

/** The person's choice, or the first picture that exists. */
export function shownBefore(chosen: ColourBefore, task: ColourTask): ColourBefore {
  const befores = beforesOf(task);
  return befores.includes(chosen) ? chosen : befores[0]!;
}

export function selectColour(
  of: ColourBefore | 'network',
): (answers: Answers) => Uint8Array | undefined {
  return ({ colour }) => colour?.[of];
}
