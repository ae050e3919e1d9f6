/** A small stand-in for npm's registry on this machine: packages are published and fetched with the real npm. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Published {
  readonly name: string;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { dist: { tarball: string } }>>;
  readonly _attachments?: Readonly<Record<string, { readonly data: string }>>;
}

export interface NpmRegistry {
  readonly url: string;
  readonly packages: Map<string, Published>;
  /** Return true after answering a request, in place of the usual answer. */
  intercept: (line: string, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

export async function startRegistry(): Promise<NpmRegistry> {
  const tarballs = new Map<string, Buffer>();
  const registry: NpmRegistry = {
    url: '',
    packages: new Map(),
    intercept: () => false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const name = decodeURIComponent(url.slice(1).split('?')[0]!);
      if (registry.intercept(`${method} ${name}`, response)) return;
      const json = (value: unknown, status = 200): void => {
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(value));
      };
      if (method === 'PUT') {
        const sent = JSON.parse(Buffer.concat(pieces).toString()) as Published;
        const [file, { data }] = Object.entries(sent._attachments ?? {})[0]!;
        tarballs.set(file, Buffer.from(data, 'base64'));
        for (const { dist } of Object.values(sent.versions)) {
          dist.tarball = `${registry.url}/tarballs/${encodeURIComponent(file)}`;
        }
        registry.packages.set(sent.name, sent);
        return json({ ok: true }, 201);
      }
      const tarball = tarballs.get(name.replace(/^tarballs\//u, ''));
      if (tarball !== undefined) {
        response.end(tarball);
        return;
      }
      const found = registry.packages.get(name);
      return found === undefined ? json({ error: 'not found' }, 404) : json(found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(registry, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
}
