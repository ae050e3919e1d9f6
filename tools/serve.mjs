/**
 * A static server for a built site: GET and HEAD of files in one folder, with security headers and
 * compression. Used by `npm start` and by the browser journeys.
 *
 *   node tools/serve.mjs [folder] [port]
 */
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
  '.safetensors': 'application/octet-stream',
};

/** Compressible types; pictures and fonts are compressed already. */
const compressible = new Set(['.html', '.js', '.css', '.json', '.txt', '.svg', '.wasm']);

const compressors = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

/** Compressed files, by encoding, path and version: a site is small and requested repeatedly. */
const compressed = new Map();

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // These two isolate the page, so that threads of WebAssembly can share memory.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  // The rest of the policy is in each page; only a header can name the allowed ancestors of a frame.
  'Content-Security-Policy': "frame-ancestors 'none'",
};

/**
 * @param {object} options
 * @param {string} options.folder the folder to serve.
 * @param {number} [options.port] the first port to try; if it is taken, the next free one is used. 0 means any port.
 *   Default: 3000.
 * @param {string} [options.host] Default: localhost.
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serve({ folder, port = 3000, host = 'localhost' }) {
  const root = await realpath(folder);
  const server = createServer((request, response) => {
    answer(root, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500, securityHeaders);
      response.end();
    });
  });
  const bound = await listen(server, port, host);
  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** Listens on the first free port from `port` on, and tries at most 100 more. */
async function listen(server, port, host) {
  for (let tried = port; ; tried++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(tried, host, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return server.address().port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tried - port >= 100) throw error;
    }
  }
}

async function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...securityHeaders, Allow: 'GET, HEAD' }).end();
    return;
  }
  const asked = pathOf(request.url);
  const found = asked === undefined ? undefined : await find(root, asked);
  if (found !== undefined && 'folder' in found) {
    const location = `${asked}/`.replace(/^\/+/u, '/');
    response.writeHead(308, { ...securityHeaders, Location: encodeURI(location) }).end();
    return;
  }
  const file = found ?? (await find(root, '/404.html'));
  if (file === undefined) {
    response.writeHead(404, securityHeaders).end();
    return;
  }
  await send(file, found === undefined ? 404 : 200, request, response);
}

/** The decoded path of a URL, or undefined if it cannot be a file. */
function pathOf(url) {
  try {
    const decoded = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return decoded.includes('\0') || decoded.includes('\\') ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** The file of a path: itself, its index.html, or its .html. Never a file outside root, even through symbolic links. */
async function find(root, asked) {
  const wanted = path.join(root, asked);
  const candidates = asked.endsWith('/')
    ? [path.join(wanted, 'index.html')]
    : [wanted, `${wanted}.html`];
  for (const candidate of candidates) {
    try {
      const real = await realpath(candidate);
      if (!real.startsWith(root + path.sep)) continue;
      const stats = await stat(real);
      if (stats.isFile()) return { file: real, stats };
      if (stats.isDirectory() && (await find(root, `${asked}/`)) !== undefined) {
        return { folder: real };
      }
    } catch {
      // No file with this name.
    }
  }
  return undefined;
}

async function send({ file, stats }, status, request, response) {
  const extension = path.extname(file);
  const etag = `"${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}"`;
  const encoding = compressible.has(extension) ? encodingFor(request) : undefined;
  const headers = {
    ...securityHeaders,
    'Content-Type': types[extension] ?? 'application/octet-stream',
    'Cache-Control': isNamedByContent(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  };
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = encoding && (await compress(file, encoding, etag));
  response.writeHead(status, {
    ...headers,
    'Content-Length': body?.length ?? stats.size,
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  if (request.method === 'HEAD' || body !== undefined) {
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  // A client that disconnects early is not an error.
  await new Promise((resolve) => pipeline(createReadStream(file), response, () => resolve()));
}

/** Whether the name contains a hash of the content: Next's files, and the worker's chunks (`name-hash.js`). */
function isNamedByContent(file) {
  const name = file.split(path.sep).join('/');
  return (
    name.includes('/_next/static/') || /\/workers\/(?:assets\/)?[^/]+-[\w-]{8}\.js$/u.test(name)
  );
}

/** The file's compressed bytes; compressed once for each version. */
async function compress(file, encoding, etag) {
  const key = `${encoding} ${file}`;
  const known = compressed.get(key);
  if (known?.etag === etag) return await known.bytes;
  const bytes = readFile(file).then(compressors[encoding]);
  compressed.set(key, { etag, bytes });
  try {
    return await bytes;
  } catch (error) {
    compressed.delete(key);
    throw error;
  }
}

function encodingFor(request) {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/u.test(accepted)) return 'br';
  return /\bgzip\b/u.test(accepted) ? 'gzip' : undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2] ?? path.join(import.meta.dirname, '../apps/playground/out');
  const { url } = await serve({ folder, port: Number(process.argv[3] ?? 3000) });
  console.log(`Speil is at ${url}`);
}
