/** Saves bytes as a file, without a server. */
export function saveFile(name: string, bytes: Uint8Array<ArrayBuffer> | Blob, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes instanceof Blob ? bytes : new Blob([bytes], { type }));
  link.download = name;
  link.click();
  // By then the download has its own copy of the data.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
