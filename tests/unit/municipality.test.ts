import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seatOf } from '../../src/core/assessment/roles.ts';
import { readLogo } from '../../src/export/logo.ts';
import { KnowledgeError } from '../../src/knowledge/load.ts';
import { loadMunicipality } from '../../src/knowledge/load-municipality.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', 'municipality.example.yaml');
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'municipality-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const faultsOf = (text: string): string => {
  const file = join(dir, 'm.yaml');
  writeFileSync(file, text);
  try {
    loadMunicipality(file);
    return '';
  } catch (error) {
    if (error instanceof KnowledgeError) return error.message;
    throw error;
  }
};

const ROLES =
  'roles:\n  unit: {}\n  editor: {}\n  security: {}\n  archive: {}\n  dpo: { people: [ola] }\n  controller: {}\n';

describe('the municipality’s own file', () => {
  it('is the example as it stands, with its order, deadlines and deputies', () => {
    const { municipality, logo } = loadMunicipality(EXAMPLE);
    expect(municipality.order).toEqual(['unit', 'editor', 'security_archive', 'dpo_advice']);
    expect(municipality.deadlines.dpo_advice).toBe(10);
    expect(seatOf(municipality, 'unit-deputy', 'unit')).toEqual({ deputy: true });
    expect(seatOf(municipality, 'somebody-else', 'controller')).toBeUndefined();
    expect(logo).toBeUndefined();
  });

  it('names file, line and mend for a controller who is the DPO too', () => {
    const faults = faultsOf(
      `name: X\ncountry: NO\n${ROLES.replace('controller: {}', 'controller: { people: [ola] }')}`,
    );
    expect(faults).toContain('the DPO can’t be the controller too');
    expect(faults).toMatch(/^m\.yaml:9 /);
  });

  it('does not let the DPO be asked before the others have had their say', () => {
    expect(faultsOf(`name: X\ncountry: NO\n${ROLES}order: [dpo_advice, unit]\n`)).toContain('comes last');
  });

  it('says so where the file or the logo is missing', () => {
    expect(() => loadMunicipality(join(dir, 'nothing.yaml'))).toThrow('there is no such file');
    expect(faultsOf(`name: X\ncountry: NO\nlogo: nowhere.png\n${ROLES}`)).toMatch(/^m\.yaml:3 the logo nowhere\.png/);
  });

  it('takes a logo of any size, and no logo that is no picture', async () => {
    const png = await sharp({ create: { width: 3000, height: 1500, channels: 4, background: '#123456' } })
      .png()
      .toBuffer();
    writeFileSync(join(dir, 'logo.png'), png);
    writeFileSync(join(dir, 'with-logo.yaml'), `name: X\ncountry: SE\nlogo: logo.png\n${ROLES}`);
    const { logo } = loadMunicipality(join(dir, 'with-logo.yaml'));
    expect(await readLogo(logo ?? new Uint8Array())).toMatchObject({ type: 'png', width: 1200, height: 600 });
    expect(await readLogo(new TextEncoder().encode('<html>'))).toBeUndefined();
  });
});
