/** The lesson's texts by language. Only the pages import them, so that a page contains one language. */
import type { Locale } from '../../../../i18n/locales';
import { parts as en } from '../en/parts';
import { teachers as enTeachers } from '../en/teachers';
import { parts as nb } from '../nb/parts';
import { teachers as nbTeachers } from '../nb/teachers';
import type { LessonParts, TeacherText } from '../types';

export const lessonParts: Readonly<Record<Locale, LessonParts>> = { en, nb };
export const teacherTexts: Readonly<Record<Locale, TeacherText>> = {
  en: enTeachers,
  nb: nbTeachers,
};
