import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import JSZip from 'jszip';
import sharp from 'sharp';

/**
 * Makes the app package that an administrator uploads to Teams: `npm run teams:package -- --bot <application id> --site <https://…>`.
 * `--icons` draws the two icons anew from the one of the web pages.
 */
const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'appPackage');
const ICON = join(ROOT, 'src', 'channels', 'web', 'assets', 'icon.svg');
const NOBODY = '00000000-0000-0000-0000-000000000000';
const EXAMPLE = 'https://kommunen.example';
const FILES = ['nn.json', 'sv.json', 'en.json', 'color.png', 'outline.png'];
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type PackageOptions = {
  /** The application (client) id of the bot's registration. */
  bot: string;
  /** The municipality's site, https, without a slash at the end; privacy and terms are pages below it. */
  site?: string | undefined;
  /** Who stands as the app's maker. */
  name?: string | undefined;
};

/** The manifest with the municipality's own ids and addresses. @throws for an id that is none */
export function manifestFor({ bot, site = EXAMPLE, name }: PackageOptions): Record<string, unknown> {
  if (!GUID.test(bot))
    throw new Error(`--bot: ${bot} is no application id. Copy it from the registration in Microsoft Entra.`);
  if (!/^https:\/\/[^/]+/.test(site))
    throw new Error(`--site: ${site} does not begin with https://. Teams takes no other.`);
  const text = readFileSync(join(FOLDER, 'manifest.json'), 'utf8');
  const manifest = JSON.parse(
    text.replaceAll(NOBODY, bot.toLowerCase()).replaceAll(EXAMPLE, site.replace(/\/+$/, '')),
  ) as {
    developer: { name: string };
  };
  if (name) manifest.developer.name = name;
  return manifest;
}

/** The package, byte for byte the same for the same options. */
export async function packageFor(options: PackageOptions): Promise<Uint8Array> {
  const zip = new JSZip();
  const date = new Date('2026-01-01T00:00:00Z');
  zip.file('manifest.json', `${JSON.stringify(manifestFor(options), null, 2)}\n`, { date });
  for (const file of FILES) zip.file(file, readFileSync(join(FOLDER, file)), { date });
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

/** Colour: 192 pixels, filled to the corners. Outline: 32 pixels, white on nothing (Teams platform, "Design your app icons"). */
export async function drawIcons(): Promise<{ color: Buffer; outline: Buffer }> {
  const svg = readFileSync(ICON, 'utf8');
  const whole = svg.replace(/ rx="\d+"/, '');
  const white = svg
    .replace(/<rect[^>]*\/>/, '')
    .replaceAll(/stroke="#[0-9a-f]+"/gi, 'stroke="#ffffff"')
    .replaceAll(/ opacity="[^"]*"/g, '')
    .replace('viewBox="0 0 32 32"', 'viewBox="4 4 24 24"');
  const drawn = (text: string, size: number) =>
    sharp(Buffer.from(text), { density: 72 * 12 })
      .resize(size, size)
      .png()
      .toBuffer();
  return { color: await drawn(whole, 192), outline: await drawn(white, 32) };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      bot: { type: 'string' },
      site: { type: 'string' },
      name: { type: 'string' },
      out: { type: 'string', default: join('.varsam', 'varsam-teams.zip') },
      icons: { type: 'boolean', default: false },
    },
  });
  try {
    if (values.icons) {
      const { color, outline } = await drawIcons();
      writeFileSync(join(FOLDER, 'color.png'), color);
      writeFileSync(join(FOLDER, 'outline.png'), outline);
      console.log('appPackage/color.png and outline.png are drawn.');
    }
    if (values.bot) {
      mkdirSync(dirname(values.out), { recursive: true });
      writeFileSync(values.out, await packageFor({ bot: values.bot, site: values.site, name: values.name }));
      console.log(`${values.out} is ready to be uploaded: docs/teams.md, step 4.`);
    }
    if (!values.bot && !values.icons)
      throw new Error(
        'usage: npm run teams:package -- --bot <application id> [--site <https://…>] [--name <municipality>] [--out <file.zip>] [--icons]',
      );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
