/** How large an image file may be; the page says so without the code that reads files. */
export const maxMegabytes = 10;
export const maxMegapixels = 24;
