/**
 * Writes the file that a page starts as its worker. The file imports the worker's code and every chunk that this code
 * imports, so that the browser fetches all of them together, without another round trip.
 */

/**
 * @param {readonly { type: string, fileName: string, isEntry?: boolean, imports?: readonly string[] }[]} outputs
 *   what the bundler wrote.
 * @param {string} name the facade's own file name.
 * @returns {string} its source.
 * @throws Error when a bundled file has that name, since chunks could import it, or when there is not exactly one
 *   entry.
 */
export function facadeOf(outputs, name) {
  const chunks = new Map(
    outputs.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  );
  if (chunks.has(name)) {
    throw new Error(
      `${name} must hold no code: WebKit would evaluate it twice when a chunk imports it.`,
    );
  }
  const entries = [...chunks.values()].filter(({ isEntry }) => isEntry);
  if (entries.length !== 1) {
    throw new Error(`A worker must have one entry. Received: ${entries.length}.`);
  }
  const needed = new Set();
  const need = (fileName) => {
    if (needed.has(fileName)) return;
    needed.add(fileName);
    chunks.get(fileName)?.imports.forEach(need);
  };
  need(entries[0].fileName);
  return [...needed].map((fileName) => `import './${fileName}';\n`).join('');
}
