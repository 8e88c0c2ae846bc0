import type { File, ReadPhoto } from '../app/converse-ports.ts';
import type { stripPhoto } from './metadata.ts';

/** The port over exifr and sharp; both are loaded with the first picture. */
export const readPhoto: ReadPhoto = async (bytes, name) => {
  const { PHOTO_TEXTS, PhotoError } = await import('./errors.ts');
  const photos = await import('./metadata.ts');
  try {
    const photo = await photos.readPhoto(bytes, name);
    return { photo, stripped: await withoutMetadata(bytes, photos.stripPhoto) };
  } catch (error) {
    if (!(error instanceof PhotoError)) throw error;
    const texts = PHOTO_TEXTS[error.fault];
    const said = (text: string) => text.replace('{file}', () => name);
    return { problem: { nb: said(texts.nb), nn: said(texts.nn), sv: said(texts.sv), en: said(texts.en) } };
  }
};

async function withoutMetadata(bytes: Uint8Array, strip: typeof stripPhoto): Promise<File | null> {
  const { PhotoError } = await import('./errors.ts');
  try {
    const { bytes: clean, type } = await strip(bytes);
    return { name: `varsam.${type === 'jpeg' ? 'jpg' : type}`, mime: `image/${type}`, bytes: clean };
  } catch (error) {
    if (error instanceof PhotoError) return null;
    throw error;
  }
}
