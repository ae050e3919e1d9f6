/** The languages of the page. A locale's code is its folder in the address. */
export const locales = ['en', 'nb'] as const;
export type Locale = (typeof locales)[number];

/** Each language's name in itself. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', nb: 'Norsk bokmål' };

export function isLocale(value: string): value is Locale {
  return (locales as readonly string[]).includes(value);
}
