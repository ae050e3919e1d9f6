/** Reads a model folder that a person opens: a zip file as the page saves it. */
import type { ModelFolder } from '../../../worker/protocol/own-model';

/** Files of a folder that a training needs. */
const wanted = /^(?:model\.json|state\.json|[a-z]{1,20}\.safetensors)$/u;
/** Bytes that the files may have together when they are unpacked: many times what this page saves. */
const mostBytes = 256 * 2 ** 20;

/** @throws Error for a file that is no zip file, or too large. */
export async function readZip(file: Blob): Promise<ModelFolder> {
  if (file.size > mostBytes) throw tooLarge();
  const { unzipSync } = await import('fflate');
  let left = mostBytes;
  const entries = unzipSync(new Uint8Array(await file.arrayBuffer()), {
    filter({ name, originalSize }) {
      if (!wanted.test(baseOf(name))) return false;
      left -= originalSize;
      if (left < 0) throw tooLarge();
      return true;
    },
  });
  return Object.fromEntries(
    Object.entries(entries).map(([name, bytes]) => [baseOf(name), Uint8Array.from(bytes)]),
  );
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const tooLarge = (): Error => new Error(`A model folder has at most ${mostBytes} bytes here.`);
