import exifr from 'exifr';
import sharp from 'sharp';
import { heicSize, isComplete, isManageable, type PhotoType, typeOf, withShortHead } from './container.ts';
import { LIMITS, PhotoError } from './errors.ts';

/** What a picture says about itself, and never who or what is on it. Width and height in pixels as the file has them, before any turning. */
export type PhotoReading = {
  type: PhotoType;
  width: number;
  height: number;
  /** Does the file's name end as its content says? False for `ferie.png` with a JPEG inside. */
  rightlyNamed: boolean;
  /** Decimal degrees, WGS 84. */
  position: { latitude: number; longitude: number } | null;
  author: string | null;
  device: string | null;
  /** The camera's own time without zone, `2026-05-17T12:30:00`. */
  takenAt: string | null;
};
export type StrippedPhoto = { bytes: Uint8Array; type: Exclude<PhotoType, 'heic'>; width: number; height: number };

const ENDINGS: Record<PhotoType, readonly string[]> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  heic: ['heic', 'heif', 'hif'],
  gif: ['gif'],
};
// libvips keeps what it has just worked on; a picture is to be gone when its answer is given.
sharp.cache(false);

/** Longer texts in a header are no names. */
const LONGEST = 200;

/**
 * Reads type, size and what the header says about place, author, device and time, from memory alone; the picture itself is not decoded.
 * Throws a PhotoError: wrong_type, huge (25 MB), bomb (60 megapixels by the header), truncated, damaged.
 */
export async function readPhoto(bytes: Uint8Array, fileName: string): Promise<PhotoReading> {
  const { type, width, height } = await inspect(bytes);
  const tags = await tagsOf(bytes, type);
  const ending = /\.([^.]{1,10})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return {
    type,
    width,
    height,
    rightlyNamed: ENDINGS[type].includes(ending),
    position: positionOf(tags),
    author: text(tags.Artist) ?? text(tags.XPAuthor) ?? text(tags.creator) ?? text(tags.Byline),
    device: [...new Set([text(tags.Make), text(tags.Model)])].filter((t) => t !== null).join(' ') || null,
    takenAt: timeOf(tags.DateTimeOriginal ?? tags.CreateDate ?? tags.ModifyDate ?? tags.DateCreated),
  };
}

/**
 * The same picture, right way up and in sRGB, without any metadata: EXIF, XMP, IPTC, colour profile, comments and thumbnails are left out by writing it
 * anew. Nothing touches the disk. Throws a PhotoError as `readPhoto` does, and bomb from 25 megapixels in WebP; a HEIC that this machine can't decode is `wrong_type`.
 */
export async function stripPhoto(bytes: Uint8Array): Promise<StrippedPhoto> {
  const { type, pixels } = await inspect(bytes);
  if ((type === 'webp' || type === 'heic') && pixels > LIMITS.pixelsAtOnce) throw new PhotoError('bomb');
  const image = sharp(bytes, {
    failOn: 'error',
    limitInputPixels: LIMITS.pixels,
    sequentialRead: true,
    animated: type === 'gif' || type === 'webp',
  }).autoOrient();
  const out = type === 'heic' ? 'jpeg' : type;
  const format = {
    jpeg: () => image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' }),
    png: () => image.png(),
    webp: () => image.webp({ quality: 92 }),
    gif: () => image.gif(),
  };
  try {
    const { data, info } = await format[out]().toBuffer({ resolveWithObject: true });
    return { bytes: data, type: out, width: info.width, height: info.pageHeight ?? info.height };
  } catch (error) {
    if (type === 'heic') throw new PhotoError('wrong_type');
    throw new PhotoError(/pixel limit/i.test(String(error)) ? 'bomb' : 'damaged');
  }
}

/** Type, completeness and size, in the order that costs least. */
async function inspect(bytes: Uint8Array): Promise<{ type: PhotoType; width: number; height: number; pixels: number }> {
  if (bytes.length > LIMITS.bytes) throw new PhotoError('huge');
  const type = typeOf(bytes);
  if (!type) throw new PhotoError('wrong_type');
  const size = await sizeOf(bytes, type);
  const pixels = size ? size.width * size.height * size.frames : 0;
  if (pixels > LIMITS.pixels) throw new PhotoError('bomb');
  if (!isComplete(bytes, type)) throw new PhotoError('truncated');
  if (!size) throw new PhotoError('damaged');
  return { type, width: size.width, height: size.height, pixels };
}

async function sizeOf(bytes: Uint8Array, type: PhotoType) {
  if (type === 'heic') {
    const size = heicSize(bytes);
    return size.width > 0 && size.height > 0 ? { ...size, frames: 1 } : undefined;
  }
  try {
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width > 0 && height > 0 ? { width, height, frames: pages } : undefined;
  } catch {
    return undefined;
  }
}

type Tags = Record<string, unknown>;

/** Tags by name. A header that can't be read says nothing: it is no reason to refuse the picture. */
async function tagsOf(bytes: Uint8Array, type: PhotoType): Promise<Tags> {
  if (type === 'gif' || type === 'webp') return webpTags(bytes);
  if (!isManageable(bytes, type)) return {};
  try {
    const tags: unknown = await exifr.parse(type === 'heic' ? withShortHead(bytes) : bytes, {
      tiff: true,
      ifd0: { pick: ['Make', 'Model', 'Artist', 'XPAuthor', 'ModifyDate'] },
      exif: { pick: ['DateTimeOriginal', 'CreateDate'] },
      gps: true,
      xmp: { pick: ['creator'] },
      iptc: { pick: ['Byline', 'DateCreated'] },
      icc: false,
      jfif: false,
      ihdr: false,
      ifd1: false,
      makerNote: false,
      userComment: false,
      mergeOutput: true,
      reviveValues: false,
    });
    return isTags(tags) ? tags : {};
  } catch {
    return {};
  }
}

/** exifr knows neither WebP nor GIF; sharp hands over a WebP's EXIF block, which exifr reads as TIFF. GIF has none. */
async function webpTags(bytes: Uint8Array): Promise<Tags> {
  try {
    const { exif } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!exif) return {};
    const block = exif.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? exif.subarray(6) : exif;
    const tags: unknown = await exifr.parse(block, { tiff: true, exif: true, gps: true, reviveValues: false });
    return isTags(tags) ? tags : {};
  } catch {
    return {};
  }
}

const isTags = (value: unknown): value is Tags => typeof value === 'object' && value !== null;

function text(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string') return null;
  const clean = first.replace(/\p{Cc}/gu, ' ').trim();
  return clean ? clean.slice(0, LONGEST) : null;
}

function positionOf({ latitude, longitude }: Tags): PhotoReading['position'] {
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  const real = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
  return real ? { latitude, longitude } : null;
}

/** `2026:05:17 12:30:00` → `2026-05-17T12:30:00`; null for zeros and anything else. */
function timeOf(value: unknown): string | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(typeof value === 'string' ? value : '');
  if (!match || match[1] === '0000') return null;
  return `${match[1]}-${match[2]}-${match[3]}${match[4] ? `T${match[4]}` : ''}`;
}
