/**
 * A packed model on the Hugging Face hub. The revision is fixed to a commit first, so that all files are of one state.
 * Large files lie on the hub's own storage hosts, to which the hub redirects; no other redirect is followed.
 */
import { IncompatibleError } from '@speil/api';
import type { Io } from '../../io/io.js';
import { describeHubError, openHub, readHubName } from '../hub.js';
import { isModelFile } from '../package-files.js';
import { downloadAll, type RemoteFile, type RemotePackage } from './remote-package.js';

/** @param name `OWNER/NAME` or `OWNER/NAME@REVISION`. @throws UsageError, IncompatibleError, NetworkError. */
export async function findOnHub(name: string, io: Io): Promise<RemotePackage> {
  const hub = openHub(io.env);
  const { repo, revision = 'main' } = readHubName(name);
  const { hubUrl, accessToken, fetch } = hub;
  const { listFiles, modelInfo } = await import('@huggingface/hub');
  const access = { hubUrl, fetch, ...(accessToken !== undefined && { accessToken }) };
  const files: RemoteFile[] = [];
  let commit: string;
  try {
    io.progress.update(`looking for ${repo}`);
    const { sha } = await modelInfo({ ...access, name: repo, revision, additionalFields: ['sha'] });
    if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/u.test(sha)) {
      throw new IncompatibleError(`${hubUrl} names no commit for hf:${repo}@${revision}.`);
    }
    commit = sha;
    const listed = { ...access, repo: { type: 'model', name: repo } as const, revision: commit };
    for await (const { type, path, size, oid, lfs } of listFiles({ ...listed, recursive: true })) {
      if (type !== 'file' || !isModelFile(path)) continue;
      files.push({
        name: path,
        url: new URL(`${hubUrl}/${repo}/resolve/${commit}/${path}`),
        size: lfs?.size ?? size,
        ...(lfs !== undefined
          ? { sums: { algorithm: 'sha256', file: lfs.oid } as const }
          : oid !== undefined && { sums: { algorithm: 'git', file: oid } as const }),
      });
    }
  } catch (error) {
    throw describeHubError(error, repo, hub, 'pull');
  }
  return {
    id: `hf:${repo}@${commit.slice(0, 12)}`,
    name: repo.split('/')[1]!,
    bytes: files.reduce((sum, { size = 0 }) => sum + size, 0),
    count: files.length,
    fetchTo: (folder, onProgress) =>
      downloadAll(
        files,
        folder,
        {
          ...(accessToken !== undefined && { headers: { authorization: `Bearer ${accessToken}` } }),
          mayRedirectTo: ({ protocol, hostname }) =>
            protocol === 'https:' && /\.(?:hf\.co|huggingface\.co)$/u.test(hostname),
        },
        onProgress,
      ),
  };
}
