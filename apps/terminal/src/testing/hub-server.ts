/**
 * A small stand-in for the Hugging Face hub on this machine: repositories of models, uploads in one commit, listings and
 * downloads with ranges. It answers as the real one does, as far as Speil uses it, and can be told to fail.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubServer {
  readonly url: string;
  /** The files of each repository. */
  readonly repos: Map<string, Map<string, Buffer>>;
  /** Each request, such as `GET /api/models/me/birds`. */
  readonly requests: {
    readonly line: string;
    readonly authorization?: string;
    readonly range?: string;
  }[];
  /** Return true after answering a request, in place of the usual answer. */
  intercept: (line: string, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

const commit = 'c'.repeat(40);

interface CommitLine {
  readonly key: string;
  readonly value: { readonly path: string; readonly content: string; readonly oid: string };
}

export async function startHub(): Promise<HubServer> {
  const objects = new Map<string, Buffer>();
  const hub: HubServer = {
    url: '',
    repos: new Map(),
    requests: [],
    intercept: () => false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => answer(hub, objects, request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

function answer(
  hub: HubServer,
  objects: Map<string, Buffer>,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { method = '', headers } = request;
  const [route = ''] = (request.url ?? '').split('?');
  const line = `${method} ${route}`;
  hub.requests.push({
    line,
    ...(headers.authorization !== undefined && { authorization: headers.authorization }),
    ...(headers.range !== undefined && { range: headers.range }),
  });
  if (hub.intercept(line, response)) return;
  const json = (value: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const parsed = (): never => JSON.parse(body.toString()) as never;
  const [, name = ''] = /^\/(?:api\/models\/)?([^/]+\/[^/.]+)/u.exec(route) ?? [];
  const files = hub.repos.get(name);
  if (line === 'POST /api/repos/create') {
    const { name: short, organization } = parsed() as { name: string; organization: string };
    hub.repos.set(`${organization}/${short}`, new Map());
    return json({ url: `${hub.url}/${organization}/${short}`, id: '1' });
  }
  if (files === undefined && !route.startsWith('/lfs/')) return json({ error: 'not found' }, 404);
  if (route.endsWith('/preupload/main')) {
    const { files: sent } = parsed() as { files: { path: string }[] };
    const modeOf = (path: string): string => (path.endsWith('.safetensors') ? 'lfs' : 'regular');
    return json({ files: sent.map(({ path }) => ({ path, uploadMode: modeOf(path) })) });
  }
  if (route.endsWith('/info/lfs/objects/batch')) {
    const { objects: wanted } = parsed() as { objects: { oid: string; size: number }[] };
    const upload = (oid: string) => ({ href: `${hub.url}/lfs/${oid}` });
    return json({
      transfer: 'basic',
      objects: wanted.map(({ oid, size }) => ({ oid, size, actions: { upload: upload(oid) } })),
    });
  }
  if (method === 'PUT') {
    objects.set(route.slice('/lfs/'.length), body);
    return json({});
  }
  if (route.endsWith('/commit/main')) {
    for (const { key, value } of body
      .toString()
      .split('\n')
      .map((text) => JSON.parse(text) as CommitLine)) {
      if (key === 'deletedFile') files!.delete(value.path);
      if (key === 'file') files!.set(value.path, Buffer.from(value.content, 'base64'));
      if (key === 'lfsFile') files!.set(value.path, objects.get(value.oid)!);
    }
    return json({ success: true, commitOid: commit, commitUrl: `${hub.url}/${name}/commit/1` });
  }
  if (route.includes('/revision/'))
    return json({ id: name, _id: '1', sha: commit, private: false });
  if (route.includes('/tree/')) return json([...files!].map(([path, bytes]) => entry(path, bytes)));
  if (route.includes('/resolve/')) {
    const bytes = files!.get(route.split(`/resolve/${commit}/`)[1] ?? '');
    if (bytes === undefined) return json({ error: 'not found' }, 404);
    const from = Number(/bytes=(\d+)-/u.exec(headers.range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from });
    response.end(bytes.subarray(from));
    return;
  }
  json({ id: name, private: false });
}

function entry(path: string, bytes: Buffer): object {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const isLarge = path.endsWith('.safetensors');
  return {
    type: 'file',
    path,
    size: bytes.length,
    oid,
    ...(isLarge && { lfs: { oid: sha256, size: bytes.length, pointerSize: 130 } }),
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
