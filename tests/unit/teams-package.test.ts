import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import JSZip from 'jszip';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawIcons, manifestFor, packageFor } from '../../scripts/teams-package.ts';
import { LIMITS } from '../../src/channels/teams/limits.ts';
import { COMMANDS } from '../../src/core/message.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'appPackage');
const BOT = 'C0FFEE00-1111-4222-8333-444455556666';
const options = { bot: BOT, site: 'https://bygda.kommune.example/', name: 'Bygda kommune' };
type Manifest = {
  id: string;
  bots: {
    botId: string;
    supportsFiles: boolean;
    scopes: string[];
    commandLists: { commands: { title: string; description: string }[] }[];
  }[];
  composeExtensions: { botId: string; commands: { id: string; fetchTask: boolean; context: string[] }[] }[];
  localizationInfo: { additionalLanguages: { file: string }[] };
};
const manifest = manifestFor(options) as unknown as Manifest & TeamsManifest;

describe('the app package for Teams', () => {
  test('has a manifest that Microsoft’s own schema takes, as it stands and filled in', async () => {
    const stored = JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as TeamsManifest;
    expect(await AppManifestUtils.validateAgainstSchema(stored)).toEqual([]);
    expect(await AppManifestUtils.validateAgainstSchema(manifest)).toEqual([]);
    expect(
      await AppManifestUtils.validateAgainstSchema({ ...stored, accentColor: 'blue' } as TeamsManifest),
    ).not.toEqual([]);
  });

  test('names the bot, the municipality and its pages', () => {
    const id = BOT.toLowerCase();
    expect([manifest.id, manifest.bots[0]?.botId, manifest.composeExtensions[0]?.botId]).toEqual([id, id, id]);
    expect(manifest).toMatchObject({
      developer: { name: 'Bygda kommune', privacyUrl: 'https://bygda.kommune.example/personvern' },
    });
    expect(() => manifestFor({ bot: 'varsam' })).toThrow('--bot: varsam is no application id');
    expect(() => manifestFor({ bot: BOT, site: 'http://x' })).toThrow('--site');
  });

  test('offers the commands that varsam knows, files, and the check on any message', () => {
    const [bot] = manifest.bots;
    const commands = bot?.commandLists.flatMap((l) => l.commands) ?? [];
    expect(commands.map((c) => c.title).sort()).toEqual([...COMMANDS].sort());
    for (const { title, description } of commands) {
      expect(title.length).toBeLessThanOrEqual(LIMITS.command.title);
      expect(description.length).toBeLessThanOrEqual(LIMITS.command.description);
    }
    expect(bot).toMatchObject({ supportsFiles: true, scopes: ['personal', 'team', 'groupChat'] });
    expect(manifest.composeExtensions[0]?.commands).toMatchObject([
      { id: 'check', fetchTask: true, context: ['message', 'compose'] },
    ]);
  });

  test('says the same in four languages', () => {
    const texts = manifest.localizationInfo.additionalLanguages.map(
      ({ file }) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Record<string, string>,
    );
    const [first] = texts;
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      expect(Object.keys(text)).toEqual(Object.keys(first ?? {}));
      expect(text['description.short']?.length).toBeLessThanOrEqual(80);
      for (const [key, said] of Object.entries(text))
        if (key.includes('commands[')) expect(said.length).toBeLessThanOrEqual(LIMITS.command.description);
    }
  });

  test('has icons of the size and kind that Teams asks for, drawn from varsam’s own', async () => {
    const drawn = await drawIcons();
    const color = sharp(join(FOLDER, 'color.png'));
    expect(await color.metadata()).toMatchObject({ width: 192, height: 192, format: 'png' });
    expect(await sharp(drawn.color).raw().toBuffer()).toEqual(await color.raw().toBuffer());
    const outline = sharp(join(FOLDER, 'outline.png'));
    expect(await outline.metadata()).toMatchObject({ width: 32, height: 32, hasAlpha: true });
    const pixels = await outline.ensureAlpha().raw().toBuffer();
    let seen = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if ((pixels[i + 3] ?? 0) === 0) continue;
      seen++;
      expect([pixels[i], pixels[i + 1], pixels[i + 2]]).toEqual([255, 255, 255]);
    }
    expect(seen).toBeGreaterThan(50);
  });

  test('is zipped with everything that the manifest names, and the same every time', async () => {
    const bytes = await packageFor(options);
    const { files } = await JSZip.loadAsync(bytes);
    expect(Object.keys(files).sort()).toEqual([
      'color.png',
      'en.json',
      'manifest.json',
      'nn.json',
      'outline.png',
      'sv.json',
    ]);
    expect(Buffer.from(await packageFor(options))).toEqual(Buffer.from(bytes));
  });
});
