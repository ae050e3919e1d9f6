/** Hands a square picture to the browser as a file, without any server. */

export async function savePng(
  name: string,
  side: number,
  paint: (context: CanvasRenderingContext2D) => void,
): Promise<void> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [side, side];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gave no canvas to draw on.');
  paint(context);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error('This browser made no PNG.');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has its own hold on the data by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 10_000);
}
