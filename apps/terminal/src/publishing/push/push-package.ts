/** Hands a packed model over: to a folder, to the Hugging Face hub or to npm's registry. */
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import type { CheckedPackage, Pushed, PushOptions } from './checked-package.js';

/** @throws what the destination throws. */
export async function pushPackage(
  checked: CheckedPackage,
  options: PushOptions,
  io: Io,
): Promise<Pushed> {
  const { to } = options;
  if (to.startsWith('hf:')) {
    const { pushToHub } = await import('./to-hub.js');
    return pushToHub(checked, to.slice('hf:'.length), options, io);
  }
  if (to === 'npm') {
    const { pushToRegistry } = await import('./to-registry.js');
    return pushToRegistry(checked, options, io);
  }
  if (/^[a-z]{2,}:/u.test(to)) {
    throw new UsageError(
      `--to must be hf:OWNER/NAME, npm or a folder. Received: ${to.slice(0, 100)}`,
    );
  }
  const { pushToFolder } = await import('./to-folder.js');
  return pushToFolder(checked, options, io);
}
