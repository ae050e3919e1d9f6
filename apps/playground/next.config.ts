/**
 * A static export: `out/` contains plain files that any host can serve, without a Next server.
 */
import path from 'node:path';
import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'export',
  // Pages are written as /en/index.html, which every static host finds without rewriting URLs.
  trailingSlash: true,
  reactStrictMode: true,
  // These variables are compiled into the browser's scripts too (src/site/urls.ts).
  env: {
    SPEIL_SITE_URL: process.env['SPEIL_SITE_URL'],
    SPEIL_SOURCE_URL: process.env['SPEIL_SOURCE_URL'],
  },
  poweredByHeader: false,
  images: { unoptimized: true },
  // The workspace has its own target for type checks, so Next does not repeat them.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    root: path.join(import.meta.dirname, '../..'),
    // Messages are compiled while the pages are built (see src/i18n/messages.ts), so that browsers need no parser.
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
};

export default config;
