import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { isManageable } from '../../src/photo/container.ts';
import { LIMITS, PHOTO_FAULTS, PHOTO_TEXTS, PhotoError, photoErrorText } from '../../src/photo/errors.ts';
import { readPhoto, stripPhoto } from '../../src/photo/metadata.ts';

/** A blue picture with a red left edge, so that turning shows. Metadata is made up. */
const EXIF = {
  IFD0: { Artist: 'Test Photographer', Make: 'Canon', Model: 'EOS R6' },
  IFD2: { DateTimeOriginal: '2026:05:17 12:30:00' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '59/1 54/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '10/1 45/1 0/1' },
};
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>Xmp Author</rdf:li></rdf:Seq></dc:creator><dc:description>SECRET-XMP</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>';

function picture(width = 60, height = 40): Sharp {
  const edge = { create: { width: Math.ceil(width / 4), height, channels: 3, background: 'red' } } as const;
  return sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    { input: edge, left: 0, top: 0 },
  ]);
}
const jpeg = () => picture().withExif(EXIF).jpeg().toBuffer();
const FORMATS = ['jpeg', 'png', 'webp', 'gif'] as const;

/** Puts a segment behind the start of a JPEG. */
function withSegment(jpegBytes: Buffer, marker: number, text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpegBytes.subarray(0, 2), head, body, jpegBytes.subarray(2)]);
}
/** A PNG whose header claims another size. */
function claiming(png: Buffer, width: number, height: number): Buffer {
  const out = Buffer.from(png);
  out.writeUInt32BE(width, 16);
  out.writeUInt32BE(height, 20);
  out.writeUInt32BE(crc32(out.subarray(12, 29)), 29);
  return out;
}
const box = (name: string, body: Buffer) => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
};
/** The outside of a HEIC: what is inside can't be decoded here. */
function heic(width: number, height: number): Buffer {
  const ispe = Buffer.alloc(12);
  ispe.writeUInt32BE(width, 4);
  ispe.writeUInt32BE(height, 8);
  return Buffer.concat([
    box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
    box('meta', Buffer.concat([Buffer.alloc(4), box('ispe', ispe)])),
    box('mdat', Buffer.alloc(64)),
  ]);
}
/** A HEIC with a block of EXIF, where phones put it: an item that `iinf` names and `iloc` finds. */
function heicSaying(exif: Buffer, brands: string): Buffer {
  const head = box('ftyp', Buffer.from(`heic\0\0\0\0${brands}`, 'latin1'));
  const item = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 1, 0, 0]), Buffer.from('Exif\0', 'latin1')]);
  const iinf = box('iinf', Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1]), box('infe', item)]));
  const ispe = Buffer.from([0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 20]);
  const payload = Buffer.concat([Buffer.from([0, 0, 0, 6]), exif]);
  const meta = (at: number) => {
    const where = Buffer.from([0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    where.writeUInt32BE(at, 14);
    where.writeUInt32BE(payload.length, 18);
    return box('meta', Buffer.concat([Buffer.alloc(4), iinf, box('iloc', where), box('ispe', ispe)]));
  };
  return Buffer.concat([head, meta(head.length + meta(0).length + 8), box('mdat', payload)]);
}
const fault = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  return error instanceof PhotoError ? error.fault : error;
};

describe('what a picture says about itself', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('%s: place, author, device and time', async (format) => {
    const bytes = await picture().withExif(EXIF).toFormat(format).toBuffer();
    expect(await readPhoto(bytes, `photo.${format}`)).toEqual({
      type: format,
      width: 60,
      height: 40,
      rightlyNamed: true,
      position: { latitude: expect.closeTo(59.9083, 3), longitude: 10.75 },
      author: 'Test Photographer',
      device: 'Canon EOS R6',
      takenAt: '2026-05-17T12:30:00',
    });
  });

  test.each(FORMATS)('%s without metadata says nothing', async (format) => {
    const bytes = await picture().toFormat(format).toBuffer();
    expect(await readPhoto(bytes, 'x')).toMatchObject({ position: null, author: null, device: null, takenAt: null });
  });

  test('an author is found in XMP too', async () => {
    const bytes = await picture().withXmp(XMP).jpeg().toBuffer();
    expect((await readPhoto(bytes, 'x.jpg')).author).toBe('Xmp Author');
  });

  test('a HEIC is read as far as its outside goes', async () => {
    expect(await readPhoto(heic(4032, 3024), 'IMG_1.HEIC')).toMatchObject({ type: 'heic', width: 4032, height: 3024 });
  });

  test.each([
    ['holiday.png', false],
    ['holiday.JPG', true],
    ['holiday.jpeg', true],
    ['holiday', false],
  ])('the type is told by content: a JPEG named %s', async (name, rightlyNamed) => {
    expect(await readPhoto(await jpeg(), name)).toMatchObject({ type: 'jpeg', rightlyNamed });
  });

  test('a place at zero, or off the globe, is no place', async () => {
    const nowhere = { ...EXIF.IFD3, GPSLatitude: '0/1 0/1 0/1', GPSLongitude: '0/1 0/1 0/1' };
    const bytes = await picture().withExif({ IFD3: nowhere }).jpeg().toBuffer();
    expect((await readPhoto(bytes, 'x.jpg')).position).toBeNull();
  });

  test('nothing says who is on it', async () => {
    expect(Object.keys(await readPhoto(await jpeg(), 'x.jpg')).sort()).toEqual(
      ['author', 'device', 'height', 'position', 'rightlyNamed', 'takenAt', 'type', 'width'].sort(),
    );
  });
});

describe('a picture without its metadata', () => {
  test.each(FORMATS)('%s has no EXIF, XMP, IPTC, colour profile or comment', async (format) => {
    const bytes = await picture().withExif(EXIF).withXmp(XMP).withIccProfile('p3').toFormat(format).toBuffer();
    const stripped = await stripPhoto(bytes);
    const { exif, icc, xmp, iptc, orientation, comments } = await sharp(stripped.bytes).metadata();
    expect([exif, icc, xmp, iptc, orientation, comments]).toEqual(Array.from({ length: 6 }, () => undefined));
    expect(stripped).toMatchObject({ type: format, width: 60, height: 40 });
    expect(await readPhoto(stripped.bytes, 'x')).toMatchObject({ position: null, author: null, device: null });
  });

  test('nothing of the segments of a JPEG is left in its bytes', async () => {
    let bytes = withSegment(await jpeg(), 0xfe, 'SECRET-COMMENT');
    bytes = withSegment(bytes, 0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x12\x1c\x02\x50\0\x0dSECRET-BYLINE');
    bytes = withSegment(bytes, 0xe5, 'SECRET-OTHER');
    const after = Buffer.from((await stripPhoto(bytes)).bytes).toString('latin1');
    for (const word of ['SECRET', 'Photoshop', 'Exif', 'Photographer', 'Canon', 'ICC_PROFILE', 'xmpmeta'])
      expect(after).not.toContain(word);
  });

  test('nothing hangs behind its end', async () => {
    const bytes = Buffer.concat([await jpeg(), Buffer.from('SECRET-TRAILER')]);
    expect(Buffer.from((await stripPhoto(bytes)).bytes).includes('SECRET')).toBe(false);
  });

  test.each([
    [1, 60, 40, 'left'],
    [3, 60, 40, 'right'],
    [6, 40, 60, 'top'],
    [8, 40, 60, 'bottom'],
  ])('orientation %i is turned right way up', async (orientation, width, height, edge) => {
    const bytes = await picture().withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
    const stripped = await stripPhoto(bytes);
    expect(stripped).toMatchObject({ width, height });
    const { data, info } = await sharp(stripped.bytes).raw().toBuffer({ resolveWithObject: true });
    const red = (x: number, y: number) => (data[(y * info.width + x) * info.channels] ?? 0) > 128;
    const middle = { left: [2, 20], right: [57, 20], top: [20, 2], bottom: [20, 57] }[edge] ?? [0, 0];
    expect(red(middle[0] ?? 0, middle[1] ?? 0)).toBe(true);
  });

  test('a moving GIF goes on moving', async () => {
    const frames = Buffer.alloc(20 * 60 * 3);
    for (let i = 0; i < frames.length; i++) frames[i] = i % 251;
    const gif = await sharp(frames, { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(3);
    const stripped = await stripPhoto(gif);
    expect((await sharp(stripped.bytes).metadata()).pages).toBe(3);
    expect(stripped).toMatchObject({ width: 20, height: 20 });
  });
});

describe('a picture that is not read', () => {
  test.each([
    ['a PDF named photo.jpg', '%PDF-1.7\n%âãÏÓ'],
    ['a page named photo.png', '<html><body>hello</body></html>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'],
    ['a TIFF', 'II*\0\x08\0\0\0'],
    ['nothing', ''],
  ])('%s is the wrong type', async (_name, content) => {
    expect(await fault(readPhoto(Buffer.from(content, 'latin1'), 'photo.jpg'))).toBe('wrong_type');
    expect(await fault(stripPhoto(Buffer.from(content, 'latin1')))).toBe('wrong_type');
  });

  test('more than 25 MB is huge, whatever is in it', async () => {
    expect(await fault(readPhoto(new Uint8Array(LIMITS.bytes + 1), 'x.jpg'))).toBe('huge');
  });

  test.each(FORMATS)('a %s cut short is truncated', async (format) => {
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 256));
    const bytes = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .toFormat(format)
      .toBuffer();
    expect(await fault(readPhoto(bytes.subarray(0, Math.floor(bytes.length * 0.7)), 'x'))).toBe('truncated');
    expect(await fault(stripPhoto(bytes.subarray(0, Math.floor(bytes.length * 0.7))))).toBe('truncated');
  });

  test('a HEIC cut short is truncated', async () => {
    expect(await fault(readPhoto(heic(100, 100).subarray(0, -10), 'x.heic'))).toBe('truncated');
  });

  test('a thumbnail’s end inside the header does not count as the end', async () => {
    const bytes = withSegment(await jpeg(), 0xe1, 'Exif\0\0thumb\xff\xd8\xff\xd9');
    expect(await fault(readPhoto(bytes.subarray(0, -40), 'x.jpg'))).toBe('truncated');
  });

  test.each([
    [30_000, 30_000],
    [60_001, 1000],
  ])('a PNG of %i × %i by its header is a bomb, and is told at once', async (width, height) => {
    const bytes = claiming(await picture().png().toBuffer(), width, height);
    const before = process.memoryUsage().rss;
    expect(await fault(readPhoto(bytes, 'x.png'))).toBe('bomb');
    expect(await fault(stripPhoto(bytes))).toBe('bomb');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  test('a HEIC of 100 megapixels is a bomb; a small one that can’t be decoded here has to be saved as JPEG', async () => {
    expect(await fault(readPhoto(heic(10_000, 10_000), 'x.heic'))).toBe('bomb');
    expect(await fault(stripPhoto(heic(100, 100)))).toBe('wrong_type');
  });

  test('a WebP too large to be opened in memory is read, and not copied', async () => {
    const bytes = await sharp({ create: { width: 5100, height: 5100, channels: 3, background: 'blue' } })
      .webp({ effort: 0 })
      .toBuffer();
    expect(await readPhoto(bytes, 'x.webp')).toMatchObject({ width: 5100, height: 5100 });
    expect(await fault(stripPhoto(bytes))).toBe('bomb');
  });

  test('a GIF of many large frames is a bomb', async () => {
    const gif = await picture(2000, 2000).gif().toBuffer();
    const frame = gif.subarray(gif.indexOf(0x2c, 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1)), -1);
    const many = Buffer.concat([gif.subarray(0, -1), ...Array.from({ length: 20 }, () => frame), Buffer.from([0x3b])]);
    expect(await fault(readPhoto(many, 'x.gif'))).toBe('bomb');
  });

  test('a picture whole outside and broken inside is damaged', async () => {
    const png = await picture().png().toBuffer();
    const broken = Buffer.from(png);
    broken.fill(0x55, png.indexOf('IDAT') + 6, png.indexOf('IDAT') + 40);
    expect(await fault(stripPhoto(broken))).toBe('damaged');
  });

  test.each([
    ['of no length', [0, 0, 0, 0]],
    ['of no length, in 64 bits', [0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['shorter than its own head', [0, 0, 0, 5]],
    ['shorter than its own head, in 64 bits', [0, 0, 0, 1, 0x66, 0x72, 0x65, 0x65, 0, 0, 0, 0, 0, 0, 0, 1]],
  ])('a HEIC with a box %s before its metadata is read to an end', async (_, head) => {
    const whole = heic(20, 20);
    const bytes = Buffer.concat([whole.subarray(0, 24), Buffer.from(head), whole.subarray(24)]);
    expect(await readPhoto(bytes, 'x.heic')).toMatchObject({ type: 'heic', position: null, author: null });
  });

  test.each([
    ['as phones wrote it until iOS 17', 'mif1heic'],
    ['with the longer head of iOS 18', 'mif1miafMiHBMiHEMiPrtmapheichevcunif'],
  ])('a HEIC %s says its place and its author', async (_, brands) => {
    const { exif } = await sharp(await picture().withExif(EXIF).jpeg().toBuffer()).metadata();
    if (!exif) throw new Error('no EXIF to begin with');
    const read = await readPhoto(heicSaying(exif, brands), 'IMG_1.heic');
    expect(read).toMatchObject({ type: 'heic', author: 'Test Photographer' });
    expect(read.position).toEqual({ latitude: expect.closeTo(59.9083, 3), longitude: 10.75 });
  });

  test('a HEIC of a million small boxes is not followed through all of them', async () => {
    const whole = heic(20, 20);
    const free = box('free', Buffer.alloc(0));
    const many = Buffer.concat([whole, ...Array.from({ length: 1000 }, () => free)]);
    const hidden = Buffer.concat([
      whole.subarray(0, 24),
      ...Array.from({ length: 1000 }, () => free),
      whole.subarray(24),
    ]);
    expect(isManageable(many, 'heic')).toBe(true);
    expect(isManageable(hidden, 'heic')).toBe(false);
  });

  test.each(['jpeg', 'png'] as const)(
    'a %s of a hundred thousand empty parts says nothing of itself',
    async (format) => {
      const whole = await picture().withExif(EXIF).toFormat(format).toBuffer();
      const chunk = Buffer.alloc(12);
      chunk.write('prVt', 4, 'latin1');
      chunk.writeUInt32BE(crc32('prVt'), 8);
      const part = format === 'jpeg' ? Buffer.from([0xff, 0xe1, 0, 2]) : chunk;
      const from = format === 'jpeg' ? 2 : 33;
      const of = (n: number) =>
        Buffer.concat([whole.subarray(0, from), Buffer.alloc(n * part.length, part), whole.subarray(from)]);
      expect((await readPhoto(of(100), 'x')).author).toBe('Test Photographer');
      expect((await readPhoto(of(100_000), 'x')).author).toBeNull();
    },
  );

  test('whatever bytes come, the answer is a reading or one of the five faults', async () => {
    const whole = await Promise.all(FORMATS.map((f) => picture().withExif(EXIF).toFormat(f).toBuffer()));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...whole, heic(20, 20)),
        fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { maxLength: 12 }),
        async (original, changes) => {
          const bytes = Buffer.from(original);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          for (const work of [() => readPhoto(bytes, 'x.jpg'), () => stripPhoto(bytes)]) {
            const told = await fault(work());
            expect([undefined, ...PHOTO_FAULTS]).toContain(told);
          }
        },
      ),
      { numRuns: 300, seed: 20261122 },
    );
  });
});

describe('the words for it', () => {
  test.each(PHOTO_FAULTS)('%s is said in four languages, with the file’s name and what was kept', (code) => {
    for (const lang of ['nb', 'nn', 'sv', 'en'] as const) {
      const said = photoErrorText(lang, code, 'ferie $& {file}.jpg');
      expect(said).toContain('ferie $& {file}.jpg');
      expect(said.split('. ').length).toBeGreaterThanOrEqual(3);
    }
    expect(new Set(Object.values(PHOTO_TEXTS[code])).size).toBe(4);
  });

  test('the error itself names no file', () => {
    expect(new PhotoError('damaged').message).toBe('photo: damaged');
  });
});
