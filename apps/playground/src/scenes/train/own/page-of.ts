/** Which of many pictures are shown: a page of them, since each is a button. */

/** Pictures of a page. */
const most = 60;

/**
 * @param count the number of pictures.
 * @param wanted the page that is asked for, from 0; the first one has the newest pictures.
 * @returns the page that there is, the number of pages, and the places of its pictures, the newest first.
 */
export function pageOf(
  count: number,
  wanted: number,
): { readonly page: number; readonly pages: number; readonly places: readonly number[] } {
  const pages = Math.max(1, Math.ceil(count / most));
  const page = Math.min(wanted, pages - 1);
  const newest = count - 1 - page * most;
  const places = Array.from({ length: Math.min(most, newest + 1) }, (_, i) => newest - i);
  return { page, pages, places };
}
