/** Hands a square picture to the browser as a file, without any server. */
import { saveFile } from './save-file';
import { asAlpha, offscreen } from './paint/tint';

/** Side of a saved digit, in pixels: a multiple of 28. */
const digitSide = 560;

/** A digit as a model gave it, white on black, each pixel a square. @param picture 784 values. */
export async function savePixels(name: string, picture: Uint8Array): Promise<void> {
  const pixels = offscreen(28, 28);
  const data = asAlpha(picture, 28);
  for (let i = 0; i < picture.length; i++) data.data.fill(picture[i]!, 4 * i, 4 * i + 3);
  for (let i = 3; i < data.data.length; i += 4) data.data[i] = 255;
  pixels.putImageData(data, 0, 0);
  await savePng(name, digitSide, (context) => {
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels.canvas, 0, 0, digitSide, digitSide);
  });
}

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
  saveFile(name, blob, 'image/png');
}
