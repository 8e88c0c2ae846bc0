import sharp from 'sharp';
import type { Logo } from './picture.ts';

/** Wider or higher than this brings nothing on paper. */
const LARGEST = 1200;

/**
 * A logo from a picture file's bytes, as PNG. Undefined for what is no picture, or one that would need an unreasonable amount of memory.
 */
export async function readLogo(bytes: Uint8Array): Promise<Logo | undefined> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: 50_000_000 })
      .resize({ width: LARGEST, height: LARGEST, fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true });
    return { data, type: 'png', width: info.width, height: info.height };
  } catch {
    return undefined;
  }
}
