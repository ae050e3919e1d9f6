/**
 * Publishes a packed model on the Hugging Face hub in one commit: readers see all of its files or none.
 */
import { IncompatibleError } from '@speil/api';
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { describeHubError, openHub, readHubName } from '../hub.js';
import { isModelFile } from '../package-files.js';
import { sizesOf, type CheckedPackage, type Pushed, type PushOptions } from './checked-package.js';

/** @throws UsageError without a token; IncompatibleError or NetworkError for what the hub answers. */
export async function pushToHub(
  { files, name, bytes }: CheckedPackage,
  destination: string,
  { isPrivate, dryRun }: PushOptions,
  io: Io,
): Promise<Pushed> {
  const hub = openHub(io.env);
  const { repo, revision } = readHubName(destination);
  const { hubUrl, accessToken, fetch } = hub;
  if (accessToken === undefined) {
    throw new UsageError(
      'Pushing to the hub needs a token with write access: set HF_TOKEN, or run hf auth login.',
    );
  }
  const address = `${hubUrl}/${repo}`;
  const pushed = { place: address, files: sizesOf(files) };
  if (dryRun) return pushed;
  const { commit, createRepo, listFiles, modelInfo, repoExists } = await import('@huggingface/hub');
  const at = revision === undefined ? {} : { revision };
  const access = { repo: { type: 'model', name: repo } as const, accessToken, hubUrl, fetch };
  try {
    io.progress.update(`looking for ${repo}`);
    const old: string[] = [];
    if (await repoExists(access)) {
      if (isPrivate && !(await modelInfo({ ...access, name: repo })).private) {
        throw new IncompatibleError(
          `hf:${repo} exists and is public, so --private is not possible. Change its visibility on the hub first, or choose another name.`,
        );
      }
      for await (const { type, path } of listFiles({ ...access, recursive: true, ...at })) {
        if (type === 'file' && isModelFile(path) && !Object.hasOwn(files, path)) old.push(path);
      }
    } else await createRepo({ ...access, visibility: isPrivate ? 'private' : 'public' });
    io.progress.update(`uploading ${Object.keys(files).length} files, ${bytes} bytes`);
    await commit({
      ...access,
      ...(revision !== undefined && { branch: revision }),
      title: `Publish ${name} with Speil`,
      operations: [
        ...Object.entries(files).map(([path, content]) => ({
          operation: 'addOrUpdate' as const,
          path,
          content: new Blob([content as Uint8Array<ArrayBuffer>]),
        })),
        // Files of the model that an earlier version had.
        ...old.map((path) => ({ operation: 'delete' as const, path })),
      ],
    });
  } catch (error) {
    throw describeHubError(error, repo, hub, 'push');
  }
  return pushed;
}
