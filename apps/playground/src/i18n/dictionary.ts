/** The shape of a dictionary: English's keys, any text. */
import type {} from 'use-intl';
import type { en } from './en';

/** Of a part of one. */
export type Texts<T> = {
  readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]>;
};

export type Dictionary = Texts<typeof en>;

/** What one scene's page carries of a dictionary. */
export type SceneMessages = Partial<Dictionary>;

declare module 'use-intl' {
  interface AppConfig {
    Messages: Dictionary;
  }
}
