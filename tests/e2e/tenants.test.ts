import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Log } from '../../src/app/ports.ts';
import { previewDigest } from '../../src/app/send-digest.ts';
import { listen } from '../../src/channels/web/server.ts';
import { doorOf } from '../../src/commands/ops.ts';
import { webOf } from '../../src/commands/web-on.ts';
import { type Houses, openHouses } from '../../src/compose/tenants.ts';
import { readConfig } from '../../src/config.ts';
import type { Action, Card, Field } from '../../src/core/card.ts';
import type { Command, Envelope, Outgoing } from '../../src/core/message.ts';
import { addGuideline } from '../../src/knowledge/add.ts';
import { open, type Varsam } from '../../src/main.ts';
import { proposed } from '../support/accounts.ts';

/** Two municipalities on one installation and one store: each has its own knowledge, offices and country, and nothing of the other is ever shown to it. */

const HOUSES = {
  T0GRAN: { mark: 'Granåsvik', country: 'NO', lang: 'nb', form: 'Instagram' },
  T0BJORK: { mark: 'Björkholma', country: 'SE', lang: 'sv', form: 'Facebook' },
} as const;
type Id = keyof typeof HOUSES;
const IDS = Object.keys(HOUSES) as Id[];
const otherThan = (id: Id) => IDS.filter((i) => i !== id).map((i) => HOUSES[i].mark);

const dir = mkdtempSync(join(tmpdir(), 'varsam-tenants-'));
const logged: string[] = [];
const note = (...parts: unknown[]) => void logged.push(JSON.stringify(parts));
const log: Log = { info: note, warn: note, error: (event, error) => note(event, String(error)) };
let base: Varsam;
let houses: Houses;
let door: ReturnType<typeof doorOf>;

async function folder(id: Id): Promise<void> {
  const { mark, country, lang } = HOUSES[id];
  const own = join(dir, 'tenants', mark.toLowerCase());
  mkdirSync(join(own, 'knowledge', 'guidelines'), { recursive: true });
  writeFileSync(join(own, 'tenant.yaml'), `ids: [${id}]\ncountry: ${country}\nlang: ${lang}\n`);
  const seat = '{ people: [] }';
  writeFileSync(
    join(own, 'municipality.yaml'),
    `name: ${mark} kommune\ncountry: ${country}\nroles: { unit: ${seat}, editor: ${seat}, security: ${seat}, archive: ${seat}, dpo: ${seat}, controller: ${seat} }\nowners:\n  - id: desk\n    title: { nb: "${mark} torg", nn: "${mark} torg", sv: "${mark} torg", en: "${mark} desk" }\n    to: { web: true }\n`,
  );
  const text =
    lang === 'nb'
      ? `# Retningslinjer for fløtmannsordningen\n\n${mark} kommune.\n\nFløtmannsmeldinger legges ut av vaktlaget i ${mark} før klokka ti.\n`
      : `# Riktlinjer för flottkarlsordningen\n\n${mark}s kommun.\n\nFlottkarlsmeddelanden läggs ut av jourlaget i ${mark} före klockan tio.\n`;
  const file = join(dir, `${mark.toLowerCase()}.md`);
  writeFileSync(file, text);
  const knowledgeDir = join(own, 'knowledge');
  await addGuideline({ knowledgeDir, file, now: new Date('2026-11-18T09:00:00Z'), lang });
}

beforeAll(async () => {
  for (const id of IDS) await folder(id);
  const settings = {
    VARSAM_DATA_DIR: join(dir, 'data'),
    VARSAM_TENANTS: join(dir, 'tenants'),
    // Each lets the other's house go: what is under way there must still be finished.
    VARSAM_TENANTS_OPEN: '1',
    VARSAM_RATE_PERSON: '100000',
  };
  base = await open(readConfig(settings), { log });
  houses = await openHouses(base);
  door = doorOf(houses);
});
afterAll(async () => {
  await base.close();
  rmSync(dir, { recursive: true, force: true });
});

let events = 0;
const from = (tenant: Id, thread: string): Envelope => ({
  event: `e${++events}`,
  tenant,
  channel: 'slack',
  conversation: `${tenant}-${thread}`,
  place: `${tenant}-room`,
  user: `${tenant}-${thread}`,
  lang: undefined,
  country: 'NO',
});
const say = (tenant: Id, text: string, thread = 'a') => door({ ...from(tenant, thread), kind: 'text', text });
/** Everything that somebody is shown: cards whole, and files as text. */
const seen = (out: readonly Outgoing[]) =>
  out
    .map(
      (o) => JSON.stringify(o.card) + (o.files ?? []).map((f) => f.name + Buffer.from(f.bytes).toString('utf8')).join(),
    )
    .join('\n');

describe('a municipality’s own guideline', () => {
  const QUESTION = {
    T0GRAN: 'Når skal fløtmannsmeldinger legges ut?',
    T0BJORK: 'När ska flottkarlsmeddelanden läggas ut?',
  };

  test.each(IDS)('answers in %s, with its line', async (id) => {
    const [answer] = await say(id, QUESTION[id], 'own');
    expect(answer?.card.fallback).toContain(HOUSES[id].mark);
    expect((await base.store.turn(id, answer?.turn ?? ''))?.answer).toMatchObject({ country: HOUSES[id].country });
  });

  test.each(IDS)('is known to nobody but %s, whoever asks for it', async (id) => {
    for (const asker of IDS.filter((i) => i !== id))
      expect(seen(await say(asker, QUESTION[id], 'curious'))).not.toContain(HOUSES[id].mark);
    const [outside] = await door({ ...from(id, 'x'), tenant: 'T0NOBODY', kind: 'text', text: QUESTION[id] });
    expect(seen(outside ? [outside] : [])).not.toContain(HOUSES[id].mark);
  });

  test('the shared guidelines answer both, each under its own country’s law', async () => {
    const [no] = await say('T0GRAN', 'Må vi arkivere kommentarer?', 'both');
    const [se] = await say('T0BJORK', 'Måste vi arkivera kommentarer?', 'both');
    const stored = [await base.store.turn('T0GRAN', no?.turn ?? ''), await base.store.turn('T0BJORK', se?.turn ?? '')];
    expect(stored.map((t) => [t?.answer.country, t?.answer.lang])).toEqual([
      ['NO', 'nb'],
      ['SE', 'sv'],
    ]);
  });

  test('a broken folder stops its own municipality with a word, and nobody else', async () => {
    const yaml = join(dir, 'tenants', 'björkholma', 'municipality.yaml');
    const whole = readFileSync(yaml, 'utf8');
    writeFileSync(yaml, 'name: [');
    const afresh = doorOf(await openHouses(base));
    const [told] = await afresh({ ...from('T0BJORK', 'broken'), kind: 'text', text: 'Hej?' });
    expect(told?.problem?.fault).toBe(true);
    expect(told?.card.fallback).not.toContain('yaml');
    const [other] = await afresh({ ...from('T0GRAN', 'broken'), kind: 'text', text: 'Må vi arkivere kommentarer?' });
    expect(other?.problem).toBeUndefined();
    writeFileSync(yaml, whole);
    const [mended] = await afresh({
      ...from('T0BJORK', 'broken'),
      kind: 'text',
      text: 'Måste vi arkivera kommentarer?',
    });
    expect(mended?.problem).toBeUndefined();
  });
});

describe('the list of accounts that anybody may see', () => {
  test('is each municipality’s own, by the name of its folder', async () => {
    for (const id of IDS) {
      const { mark, country } = HOUSES[id];
      const account = { ...proposed({ country, name: `${mark} på nett`, address: `https://facebook.com/${id}` }, id) };
      await base.accounts.append(id, {
        ...account,
        state: 'active',
        history: account.history.map((h) => ({ ...h, to: 'active' })),
      });
    }
    const app = express();
    app.use(webOf(houses, undefined));
    const server = await listen(app, { host: '127.0.0.1', port: 0 });
    const page = async (path: string) => {
      const res = await fetch(`${server.url}/official-accounts${path}`);
      return { status: res.status, text: await res.text() };
    };
    for (const id of IDS) {
      const name = encodeURIComponent(HOUSES[id].mark.toLowerCase());
      const { text } = await page(`/${name}`);
      expect(text).toContain(`${HOUSES[id].mark} på nett`);
      expect(text).toContain(`href="/official-accounts/${name}.json"`);
      const data = (await page(`/${name}.json`)).text;
      expect(JSON.parse(data)).toMatchObject({
        country: HOUSES[id].country,
        accounts: [{ name: `${HOUSES[id].mark} på nett` }],
      });
      for (const other of otherThan(id)) expect(text + data).not.toContain(other);
      expect((await page('')).text).not.toContain(HOUSES[id].mark);
    }
    for (const path of ['/nobody', '/nobody.json', '/%E0%A4%A', '/../tenants', '/granåsvik/more'])
      expect((await page(path)).status, path).toBeGreaterThanOrEqual(400);
    await server.close();
  });
});

const COMMANDS: Command[] = ['photo-check', 'dpia-start', 'account', 'help', 'varsam'];
/** What somebody may write; `*` is their municipality's mark. */
const WORDS = [
  'Kan * legge ut bilde av elever fra leirskolen?',
  'Hva er punkt 7 i den hemmelige planen til *?',
  'Vem svarar för *s konto på TikTok?',
  'Kan vi poste dette: «Velkommen til *, ring oss på 22 33 44 55»',
  'ja',
  '2',
  'neste',
];
const step = fc.record({ who: fc.nat(1), thread: fc.nat(2), what: fc.nat(), n: fc.nat(), stolen: fc.boolean() });

const actionsIn = (card: Card): Action[] =>
  card.parts.flatMap((part) => {
    const buttons = part.kind === 'buttons' ? part.buttons : part.kind === 'form' ? [part.submit, ...part.also] : [];
    return buttons.flatMap((b) => (b.action ? [b.action] : []));
  });
const fieldsIn = (card: Card): Field[] => card.parts.flatMap((part) => (part.kind === 'form' ? [...part.fields] : []));
const filled = (fields: readonly Field[], mark: string, n: number) =>
  Object.fromEntries(
    fields.map((field, i): [string, string | string[]] => {
      if (field.kind === 'text') return [field.id, `${mark} ${n}`];
      const options = field.options.map((o) => o.value);
      const chosen = options[(n + i) % Math.max(1, options.length)] ?? '';
      return [field.id, field.kind === 'ticks' ? [chosen] : chosen];
    }),
  );

test('whatever two municipalities do, in whatever order, with whatever they could steal of each other, neither sees anything of the other', async () => {
  const cards = new Map<Id, Card[]>(IDS.map((id) => [id, []]));
  const actions = new Map<Id, Action[]>(IDS.map((id) => [id, []]));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
      for (const { who, thread, what, n, stolen } of steps) {
        const id = IDS[who] ?? 'T0GRAN';
        const { mark } = HOUSES[id];
        const envelope = from(id, `p${thread}`);
        const latest = cards.get(id)?.at(-1);
        const taken = stolen
          ? IDS.filter((i) => i !== id).flatMap((i) => actions.get(i) ?? [])
          : (actions.get(id) ?? []);
        const action = taken[n % Math.max(1, taken.length)];
        const text = (WORDS[n % WORDS.length] ?? '').replaceAll('*', mark);
        const incoming =
          what % 3 === 0
            ? { ...envelope, kind: 'text' as const, text }
            : what % 7 === 1
              ? { ...envelope, kind: 'command' as const, command: COMMANDS[n % COMMANDS.length] ?? 'help', text: mark }
              : {
                  ...envelope,
                  kind: 'action' as const,
                  action: action ?? { do: 'help' as const },
                  fields: filled(latest ? fieldsIn(latest) : [], mark, n),
                };
        const out = await door(incoming);
        for (const other of otherThan(id)) expect(seen(out)).not.toContain(other);
        for (const { card } of out) {
          cards.get(id)?.push(card);
          actions.get(id)?.push(...actionsIn(card));
        }
      }
      for (const id of IDS) {
        const house = await houses.of(id);
        const digest = await previewDigest(id, new Date('2026-11-23T07:00:00Z'), {
          ...house,
          country: house.config.country,
        });
        const rows = await Promise.all([
          house.learn.groups.list(id, ['open', 'answered', 'closed']),
          house.learn.experts.latest(id),
          house.assessments.list(id),
          house.store.openQuestions(id),
          house.removals.all(id),
        ]);
        for (const other of otherThan(id)) expect(JSON.stringify([digest, rows])).not.toContain(other);
      }
    }),
    { numRuns: process.env.VARSAM_LONG ? 300 : 12, seed: 20261122 },
  );
  // It did something: both have asked, and both have actions to steal.
  for (const id of IDS) expect(actions.get(id)?.length).toBeGreaterThan(20);
  for (const { mark } of Object.values(HOUSES)) expect(logged.join('\n')).not.toContain(mark);
});
