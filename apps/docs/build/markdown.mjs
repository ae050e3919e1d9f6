/** Small functions on Markdown texts. */

/** The first heading as plain text. */
export function titleOf(markdown) {
  return /^# (.+)$/mu.exec(markdown)?.[1].replaceAll(/[`*_]/gu, '');
}

/** A text without YAML front matter and comments. */
export function withoutFrontMatter(markdown) {
  return markdown
    .replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n+/u, '')
    .replace(/<!--[\s\S]*?-->\n*/gu, '');
}

/** The anchor of a heading as code hosts make it, so that a link in a document is right in both places. */
export function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** A plugin of markdown-it: an empty cell in the head of a table is no header, which screen readers would announce. */
export function plainEmptyHeaders(md) {
  md.core.ruler.push('plain_empty_headers', ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type !== 'th_open' || tokens[index + 1].content !== '') continue;
      token.tag = 'td';
      tokens[index + 2].tag = 'td';
    }
  });
}
