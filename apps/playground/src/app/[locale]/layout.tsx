/**
 * The root layout of the pages in one language. There is no layout above it, since each language has its own html
 * element.
 */
import type { Viewport } from 'next';
import type { ReactElement, ReactNode } from 'react';
import { preload } from 'react-dom';
import '../globals.css';
import type { Locale } from '../../i18n/locales';
import { locales } from '../../i18n/locales';
import { barColours, themeScript } from '../../shared/browser/theme';

interface Props {
  readonly children: ReactNode;
  readonly params: Promise<{ locale: string }>;
}

export const dynamicParams = false;

export function generateStaticParams(): { locale: Locale }[] {
  return locales.map((locale) => ({ locale }));
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: barColours.light },
    { media: '(prefers-color-scheme: dark)', color: barColours.dark },
  ],
};

export default async function Layout({ children, params }: Props): Promise<ReactElement> {
  const { locale } = await params;
  preload('/fonts/schibsted-grotesk.woff2', { as: 'font', type: 'font/woff2', crossOrigin: '' });
  return (
    // The theme script may set an attribute on the element before React hydrates it.
    <html lang={locale} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
