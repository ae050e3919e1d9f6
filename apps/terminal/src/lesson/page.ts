/** The lesson as one HTML page, without scripts or external URLs. It is light or dark like the reader's system. */
import type { Chapter } from './chapter.js';
import type { Figure, ChapterResult } from './chapter-result.js';

export interface PageOptions {
  readonly title: string;
  /** How the models were trained, and on what. */
  readonly note: string;
}

export interface Written {
  readonly chapter: Chapter;
  readonly made: ChapterResult;
}

export function renderPage(chapters: readonly Written[], { title, note }: PageOptions): string {
  const contents = chapters.map(
    ({ chapter }) => `<li><a href="#${chapter.id}">${text(chapter.title)}</a></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${text(title)}</h1><p>${text(note)}</p><nav><ol>${contents.join('')}</ol></nav></header>
<main>
${chapters.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section({ chapter, made }: Written): string {
  const { id, title, paragraphs, commands } = chapter;
  const pictures = made.pictures.map(
    ({ file, caption }) =>
      `<figure><img src="${text(file)}" alt="${text(caption)}" loading="lazy"><figcaption>${text(caption)}</figcaption></figure>`,
  );
  return `<section id="${id}">
<h2>${text(title)}</h2>
${paragraphs.map((paragraph) => `<p>${text(paragraph)}</p>`).join('\n')}
${figures(made.figures)}
${pictures.join('\n')}
<pre><code>${commands.map(text).join('\n')}</code></pre>
</section>`;
}

function figures(list: readonly Figure[]): string {
  if (list.length === 0) return '';
  const hasPrinted = list.some(({ printed }) => printed !== undefined);
  const row = ({ name, value, printed = '' }: Figure): string =>
    `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td>${hasPrinted ? `<td>${text(printed)}</td>` : ''}</tr>`;
  const head = `<tr><th scope="col">on test pictures</th><th scope="col">here</th>${hasPrinted ? '<th scope="col">printed</th>' : ''}</tr>`;
  return `<table><thead>${head}</thead><tbody>${list.map(row).join('')}</tbody></table>`;
}

/** Escapes a text for HTML, including attributes. */
function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root { --ink: #1a1c20; --paper: #fbfaf7; --line: #d9d6cd; --quiet: #5c5f66; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #16181c; --line: #34373d; --quiet: #a2a5ab; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 5rem; max-width: 46rem; color: var(--ink); background: var(--paper); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 1rem 0; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3.5rem 0 1rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
header p { color: var(--quiet); }
nav ol { columns: 16rem 2; padding-left: 1.25rem; }
a { color: inherit; }
table { border-collapse: collapse; margin: 1.25rem 0; font: .95rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 1rem .3rem 0; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; font-weight: 400; }
thead th { color: var(--quiet); font-weight: 400; }
figure { margin: 1.5rem 0; }
img { display: block; width: 100%; image-rendering: pixelated; border-radius: 4px; }
figcaption { margin-top: .5rem; color: var(--quiet); font: .9rem/1.45 system-ui, sans-serif; }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 4px; font: .875rem/1.6 ui-monospace, monospace; }
`;
