/**
 * Replaces a language that is no language tag. Chromium reports `en-US@posix` where the system's language is C, as in
 * containers; `Intl` throws for it, and with it any library that formats numbers while it is loaded. Import this file
 * before such a library.
 */
if (typeof navigator !== 'undefined' && !isTag(navigator.language)) {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

export {};
