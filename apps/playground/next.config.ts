/**
 * A static export: `out/` is plain files that any host can serve, and nothing of Next runs behind them.
 */
import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'export',
  // /en/index.html: found by every static host, without rewriting.
  trailingSlash: true,
  reactStrictMode: true,
  // Of the browser's scripts too (src/site/urls.ts).
  env: {
    SPEIL_SITE_URL: process.env['SPEIL_SITE_URL'],
    SPEIL_SOURCE_URL: process.env['SPEIL_SOURCE_URL'],
  },
  poweredByHeader: false,
  images: { unoptimized: true },
  // The workspace's own target checks types; checking twice would only cost time.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: path.join(import.meta.dirname, '../..'),
    // Messages are compiled while the pages are built (see src/i18n/messages.ts), so that no parser is shipped.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
};

export default config;
