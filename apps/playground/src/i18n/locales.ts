/** The languages of the site. The code of a locale is its folder in the address. */
export const locales = ['en', 'nb'] as const;
export type Locale = (typeof locales)[number];

/** The name of each language in that language. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', nb: 'Norsk bokmål' };

export function isLocale(value: string): value is Locale {
  return (locales as readonly string[]).includes(value);
}
