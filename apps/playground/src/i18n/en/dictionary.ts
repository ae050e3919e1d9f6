/** The type of a dictionary: the keys of the English one, with any text. */
import type {} from 'use-intl';
import type { en } from './en';

/** The type of a part of a dictionary. */
export type Texts<T> = {
  readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]>;
};

export type Dictionary = Texts<typeof en>;

/** The part of a dictionary that one page contains. */
export type SceneMessages = Partial<Dictionary>;

declare module 'use-intl' {
  interface AppConfig {
    Messages: Dictionary;
  }
}
