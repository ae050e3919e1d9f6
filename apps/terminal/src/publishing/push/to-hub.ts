/**
 * Publishes a packed model on the Hugging Face hub in one commit: readers see all of its files or none.
 */
import { UsageError } from '../../io/exit.js';
import type { Io } from '../../io/io.js';
import { describeHubError, openHub, readHubName } from '../hub.js';
import type { CheckedPackage, PushOptions } from './checked-package.js';

/** @throws UsageError without a token; IncompatibleError or NetworkError for what the hub answers. */
export async function pushToHub(
  { files, name, bytes }: CheckedPackage,
  destination: string,
  { isPrivate, dryRun }: PushOptions,
  io: Io,
): Promise<string> {
  const hub = openHub(io.env);
  const { repo, revision } = readHubName(destination);
  const { hubUrl, accessToken, fetch } = hub;
  if (accessToken === undefined) {
    throw new UsageError(
      'Pushing to the hub needs a token with write access: set HF_TOKEN, or run hf auth login.',
    );
  }
  const address = `${hubUrl}/${repo}`;
  if (dryRun) return address;
  const { createRepo, repoExists, uploadFiles } = await import('@huggingface/hub');
  const access = { repo: { type: 'model', name: repo } as const, accessToken, hubUrl, fetch };
  try {
    io.progress.update(`looking for ${repo}`);
    const exists = await repoExists(access);
    if (!exists) {
      await createRepo({ ...access, visibility: isPrivate ? 'private' : 'public' });
    }
    io.progress.update(`uploading ${Object.keys(files).length} files, ${bytes} bytes`);
    await uploadFiles({
      ...access,
      ...(revision !== undefined && { branch: revision }),
      commitTitle: `Publish ${name} with Speil`,
      files: Object.entries(files).map(([path, content]) => ({
        path,
        content: new Blob([content as Uint8Array<ArrayBuffer>]),
      })),
    });
  } catch (error) {
    throw describeHubError(error, repo, hub);
  }
  return address;
}
