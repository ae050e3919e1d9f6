/** Hands bytes to the browser as a file, without any server. */
export function saveFile(name: string, bytes: Uint8Array<ArrayBuffer> | Blob, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes instanceof Blob ? bytes : new Blob([bytes], { type }));
  link.download = name;
  link.click();
  // The download has its own hold on the data by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
