/** Saves pictures as PNG, as the page shows them, with a caption and the site's address. */
import { paintHalftone } from './halftone';
import { saveFile } from '../browser/save-file';

/** Side of a digit, and width of the margin around it, in pixels. */
const [side, margin] = [560, 40];
/** Height of the two lines of text below, in pixels. */
const foot = 64;

export interface Captioned {
  /** 784 values. */
  readonly picture: Uint8Array;
  readonly caption: string;
}

/** Saves digits side by side, as the page shows them. */
export async function saveDigits(name: string, digits: readonly Captioned[]): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string): string => style.getPropertyValue(token);
  const [width, height] = [margin + digits.length * (side + margin), 2 * margin + side + foot];
  await savePng(name, width, height, (context) => {
    context.fillStyle = color('--paper');
    context.fillRect(0, 0, width, height);
    context.textBaseline = 'top';
    digits.forEach(({ picture, caption }, i) => {
      context.save();
      context.translate(margin + i * (side + margin), margin);
      context.fillStyle = color('--plate');
      context.fillRect(0, 0, side, side);
      paintHalftone(context, picture, side, color('--ink'));
      context.fillStyle = color('--ink');
      context.font = "560 24px 'Schibsted Grotesk', Arial, sans-serif";
      context.fillText(caption, 0, side + 16, side);
      context.restore();
    });
    context.fillStyle = color('--soft');
    context.font = "440 20px 'Schibsted Grotesk', Arial, sans-serif";
    context.fillText(`speil | ${location.host}`, margin, margin + side + 52, width - 2 * margin);
  });
}

export async function savePng(
  name: string,
  width: number,
  height: number,
  paint: (context: CanvasRenderingContext2D) => void,
): Promise<void> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gave no canvas to draw on.');
  paint(context);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error('This browser made no PNG.');
  saveFile(name, blob, 'image/png');
}
