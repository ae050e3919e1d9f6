/**
 * Access to the Hugging Face hub: its address, the person's token and a `fetch` that gives the token to the hub alone.
 * The token is read from the places of Hugging Face's own tools, never written and never part of a message.
 */
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { IncompatibleError, isSpeilError, NetworkError } from '@speil/api';
import { UsageError } from '../io/exit.js';
import type { Io } from '../io/io.js';

export interface Hub {
  /** Such as `https://huggingface.co`, without a slash at the end. */
  readonly hubUrl: string;
  readonly accessToken?: string;
  readonly fetch: typeof fetch;
}

/** The address comes from HF_ENDPOINT, the token from HF_TOKEN or the file that `hf auth login` writes. */
export function openHub(env: Io['env']): Hub {
  const hubUrl = (env['HF_ENDPOINT'] || 'https://huggingface.co').replace(/\/+$/u, '');
  if (!URL.canParse(hubUrl)) {
    throw new UsageError(`HF_ENDPOINT must be an address. Received: ${hubUrl.slice(0, 200)}.`);
  }
  const accessToken = env['HF_TOKEN'] || storedToken(env);
  if (accessToken !== undefined && !/^hf_[A-Za-z0-9]{1,200}$/u.test(accessToken)) {
    throw new UsageError(
      'The token of Hugging Face must begin with hf_ and have letters and digits only. Received: another text, which is not shown.',
    );
  }
  return {
    hubUrl,
    ...(accessToken !== undefined && { accessToken }),
    fetch: guardedFetch(new URL(hubUrl), accessToken),
  };
}

function storedToken(env: Io['env']): string | undefined {
  const cache = env['XDG_CACHE_HOME'] || path.join(env['HOME'] ?? homedir(), '.cache');
  const home = env['HF_HOME'] || path.join(cache, 'huggingface');
  const file = env['HF_TOKEN_PATH'] ?? path.join(home, 'token');
  try {
    const text = fs.readFileSync(file, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}

/** A redirect is refused: what is uploaded goes where the person said, and the token to the hub alone. */
function guardedFetch(hub: URL, token: string | undefined): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    if (origin !== hub.origin && token !== undefined) {
      const headers = [...request.headers.values()];
      if (headers.some((value) => value.includes(token))) {
        throw new NetworkError(
          `${hub.origin} asked for the token to be sent to ${origin}, which is refused.`,
        );
      }
    }
    let response: Response;
    try {
      response = await fetch(request, { redirect: 'manual' });
    } catch (error) {
      throw new NetworkError(
        `${origin} could not be reached, or broke off. Check the connection and run the command again.`,
        { cause: error },
      );
    }
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    const next = URL.canParse(location, request.url) ? new URL(location, request.url) : undefined;
    if (next?.origin !== hub.origin) {
      throw new NetworkError(
        `${origin} redirects to ${next?.origin ?? 'an invalid address'}, which is refused.`,
      );
    }
    throw new NetworkError(
      `${request.url.slice(0, 200)} has moved to ${next.href.slice(0, 200)}: use the new name.`,
    );
  };
}

export interface HubName {
  /** `OWNER/NAME`. */
  readonly repo: string;
  readonly revision?: string;
}

/** Reads `OWNER/NAME` or `OWNER/NAME@REVISION`. @throws UsageError. */
export function readHubName(text: string): HubName {
  const [, repo, revision] =
    /^([\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95})(?:@([\w./-]{1,100}))?$/u.exec(text) ?? [];
  if (repo === undefined || revision?.includes('..')) {
    throw new UsageError(
      `A model on the hub is hf:OWNER/NAME or hf:OWNER/NAME@REVISION. Received: hf:${text.slice(0, 100)}`,
    );
  }
  return revision === undefined ? { repo } : { repo, revision };
}

interface ApiError {
  readonly statusCode?: number;
  readonly message?: string;
}

/**
 * @param verb what was tried: its advice and its result differ.
 * @returns what the hub answered as one line for people.
 */
export function describeHubError(
  error: unknown,
  repo: string,
  hub: Hub,
  verb: 'push' | 'pull',
): Error {
  if (isSpeilError(error) || error instanceof UsageError) return error;
  const { statusCode, message = '' } = error as ApiError;
  const needed = verb === 'push' ? 'write access' : 'read access';
  const token =
    hub.accessToken === undefined
      ? 'No token was found: set HF_TOKEN, or run hf auth login.'
      : `The token may not do this: it needs ${needed} to it.`;
  if (statusCode === 401 || statusCode === 403) {
    return new IncompatibleError(`${hub.hubUrl} refused hf:${repo} (${statusCode}). ${token}`);
  }
  if (statusCode === 404) {
    return new IncompatibleError(`${hub.hubUrl} has no model ${repo}, or hides it. ${token}`);
  }
  const reason = message
    .split('\n')[0]!
    .replace(/\. URL: .*$/u, '')
    .slice(0, 200);
  const answered = statusCode === undefined ? 'did not answer as a hub' : `answered ${statusCode}`;
  const result = verb === 'push' ? 'Nothing was published' : 'Nothing was downloaded';
  return new NetworkError(
    `${hub.hubUrl} ${answered} for hf:${repo}: ${redact(reason, hub)}. ${result}; run the command again.`,
    { cause: error },
  );
}

function redact(text: string, { accessToken }: Hub): string {
  return accessToken === undefined ? text : text.replaceAll(accessToken, '(token)');
}
