/**
 * Stores the site for offline use, each file by its hash. A new version waits until no tab shows the old one, so that a
 * page never loads files of another version. If the worker is registered with `?sparing` (data saving), it stores all
 * pages, but only the models that have been used.
 */
import { CacheFirst, NetworkOnly, Serwist } from 'serwist';
import type { PrecacheEntry, SerwistGlobalConfig, SerwistPlugin } from 'serwist';

declare const self: ServiceWorkerGlobalScope &
  SerwistGlobalConfig & { __SW_MANIFEST: (PrecacheEntry | string)[] };

const sparing = new URL(self.location.href).searchParams.has('sparing');
const all = self.__SW_MANIFEST;
const addressOf = (entry: PrecacheEntry | string): string =>
  typeof entry === 'string' ? entry : entry.url;
/** Models, data, engines and workers: about nine tenths of the site's bytes. */
const isHeavy = (address: string): boolean =>
  /^\/?(?:models|data|engines|workers)\//u.test(address);

/**
 * A page that is cross-origin isolated may share memory between threads, which make its models faster. Hosts of static
 * files do not send these headers, so they are added here, to pages and to workers alike.
 */
const isolated: SerwistPlugin = {
  handlerWillRespond({ response }) {
    if (response.type === 'opaqueredirect' || response.type === 'error')
      return Promise.resolve(response);
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
    const { body, status, statusText } = response;
    return Promise.resolve(new Response(body, { status, statusText, headers }));
  },
};

/** When offline, a folder's URL also works without its trailing slash, and a missing page shows our own 404. */
async function withoutNetwork(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const folder = `${pathname.replace(/\/+$/u, '')}/`;
  if (folder !== pathname && (await serwist.matchPrecache(`${folder}index.html`))) {
    return Response.redirect(`${folder}${search}`, 302);
  }
  const page = await serwist.matchPrecache('/404.html');
  return page === undefined ? Response.error() : new Response(page.body, { ...page, status: 404 });
}

const serwist = new Serwist({
  precacheEntries: sparing ? all.filter((entry) => !isHeavy(addressOf(entry))) : all,
  precacheOptions: {
    cleanupOutdatedCaches: true,
    directoryIndex: 'index.html',
    cleanURLs: false,
    plugins: [isolated],
  },
  skipWaiting: false,
  clientsClaim: false,
  runtimeCaching: [
    {
      matcher: ({ request }) => request.mode === 'navigate',
      handler: new NetworkOnly({
        plugins: [{ handlerDidError: ({ request }) => withoutNetwork(request) }, isolated],
      }),
    },
    ...(sparing
      ? [
          {
            matcher: ({ url, sameOrigin }: { url: URL; sameOrigin: boolean }) =>
              sameOrigin && isHeavy(url.pathname),
            handler: new CacheFirst({ cacheName: 'speil-opened', plugins: [isolated] }),
          },
        ]
      : []),
  ],
});

serwist.addEventListeners();
