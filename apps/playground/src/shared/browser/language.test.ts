import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** @returns the language of a browser after the file has been loaded. */
async function languageAfter(language: string): Promise<string> {
  const navigator = { language };
  vi.stubGlobal('navigator', navigator);
  await import('./language');
  return navigator.language;
}

describe('the language of the browser', () => {
  it.each(['en', 'nb-NO', 'zh-Hant-TW'])('%s stays as it is', async (language) => {
    expect(await languageAfter(language)).toBe(language);
  });

  it.each(['en-US@posix', '', 'C'])('%j, which Intl refuses, becomes English', async (language) => {
    expect(() => new Intl.NumberFormat(language)).toThrow(RangeError);
    expect(await languageAfter(language)).toBe('en');
  });
});
