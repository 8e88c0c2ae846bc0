import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerAsExpert } from '../../src/app/answer-as-expert.ts';
import { answerQuestion } from '../../src/app/answer-question.ts';
import type { Answer } from '../../src/core/answer.ts';
import { answerCard } from '../../src/core/cards/answer-card.ts';
import { toldCard } from '../../src/core/cards/learning-cards.ts';
import type { Outgoing } from '../../src/core/message.ts';
import { foldSpace } from '../../src/core/text.ts';
import { addGuideline } from '../../src/knowledge/add.ts';
import { openSqlite } from '../../src/store/open.ts';
import {
  ANY,
  answererAt,
  asked,
  claimsReply,
  quoteFrom,
  REMOVE,
  readRequest,
  realPipeline,
} from '../e2e/model.builders.ts';
import { makeDocx, makePdf } from '../fixtures/documents/make.ts';
import { knownChannel, type Person, person, realConverseDeps } from '../support/converse.ts';
import { keepingLog } from '../support/fakes.ts';
import { realKnowledge } from '../support/knowledge.ts';
import { owner, realLearn } from '../support/learning.ts';
import { activeOn, FOREIGN } from './inert.ts';
import { INJECTIONS, some } from './inputs.ts';
import { tried } from './mutate.ts';

/** Words that want to be instructions, by every way in. Whatever they say, they are data: shown as words where they are shown, and obeyed nowhere. */

let deps: Awaited<ReturnType<typeof realConverseDeps>> & { learn: ReturnType<typeof realLearn> };
let llm: LLMock;
let pipeline: Awaited<ReturnType<typeof realPipeline>>;
const folder = mkdtempSync(join(tmpdir(), 'varsam-hostile-'));

beforeAll(async () => {
  const stores = await openSqlite(':memory:');
  const real = await realConverseDeps(stores);
  deps = { ...real, learn: realLearn(stores, [owner('kom', { people: ['boss'] })]) };
  llm = await LLMock.create();
  pipeline = await realPipeline();
  // Another municipality in the same store, with its name in everything.
  const neighbour = person(deps, 'nb', 'NO', { tenant: 'neighbour', conversation: 'n', user: 'n' });
  await neighbour.say(`Hvem svarer for ${FOREIGN} på TikTok i jula?`);
  await neighbour.say(`Kan ${FOREIGN} legge ut dette klassebildet?`);
});
afterAll(async () => {
  await llm.stop();
  await deps.store.close();
  rmSync(folder, { recursive: true });
});

/** What is wrong with an answer: a quote that does not stand in its lines. */
function strayQuotes(answer: Answer): string[] {
  return answer.citations.flatMap(({ document, lines, quote }) => {
    const guideline = realKnowledge().guidelines.find((g) => g.id === document);
    if (!guideline || !lines) return document.startsWith('law:') || document.startsWith('expert:') ? [] : [document];
    const text = foldSpace(guideline.lines.slice(lines[0] - 1, lines[1]).join('\n'));
    return text.includes(foldSpace(quote)) ? [] : [`${document}:${lines.join('-')} «${quote}»`];
  });
}
/** "Approved", said by us: not in a quote, not in the asker's own words. */
const APPROVED = /(?<!\p{L})(?:godkjent|godkänt|approved|klarert|klarerat)(?!\p{L})/iu;

async function wrongWith(out: readonly Outgoing[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { card, turn, problem } of out) {
    wrong.push(...activeOn(card));
    if (problem?.fault) wrong.push(`a fault: ${problem.key}`);
    const stored = turn ? await deps.store.turn('t', turn) : undefined;
    if (!stored) continue;
    wrong.push(...strayQuotes(stored.answer));
    if (APPROVED.test(stored.answer.text)) wrong.push(`it says: ${stored.answer.text}`);
  }
  return wrong;
}

const each = (n: number) => some(n).map((one, i) => ({ ...one, i, name: `${one.lang} ${one.kind}` }));
let threads = 0;
const fresh = (lang?: 'nb' | 'nn' | 'sv' | 'en', over = {}): Person =>
  person(deps, lang, lang === 'sv' ? 'SE' : 'NO', { conversation: `h${++threads}`, user: `h${threads}`, ...over });

test('there are at least 150 inputs, in four languages', () => {
  expect(INJECTIONS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(INJECTIONS.map((i) => i.text)).size).toBeGreaterThanOrEqual(150);
  expect(new Set(INJECTIONS.map((i) => i.lang)).size).toBe(4);
});

describe('an instruction in a question', () => {
  test.each(each(16))('is a question ($name)', async ({ lang, text }) => {
    tried('instruction in: question');
    const who = fresh(lang);
    expect(await wrongWith(await who.say(text))).toEqual([]);
    // Beside a real question, which is answered from its own lines.
    expect(await wrongWith(await who.say(`Kan vi slette en kritisk kommentar? ${text}`))).toEqual([]);
  });
});

describe('an instruction in a pasted draft', () => {
  /** The check on the same draft with and without the words, everything answered in the same way. */
  const through = async (text: string): Promise<string> => {
    const who = fresh('nb');
    await knownChannel(deps, 'room');
    await who.command('photo-check', text);
    const seen: string[] = [];
    for (let i = 0; i < 30; i++) {
      expect(await wrongWith(who.out)).toEqual([]);
      const deed = (['none', 'answer'] as const).find((d) => who.deeds().includes(d));
      if (who.deeds().includes('confirm')) {
        await who.press('confirm');
        continue;
      }
      // What was found in the draft is shown before the check that it leads to.
      if (!deed && seen.length === 0 && who.deeds().includes('resume')) {
        await who.press('resume');
        continue;
      }
      if (!deed) break;
      if (deed === 'answer')
        for (const id of who.fields()) {
          const field = who.field(id);
          const [first] = field.kind === 'choice' ? field.options : [];
          if (first) who.choose(id, first.value);
        }
      await who.press(deed);
      seen.push(deed);
    }
    expect(seen.length).toBeGreaterThan(1);
    const lead = who.card.parts.find((p) => p.kind === 'text' && p.role === 'lead');
    return lead?.kind === 'text' ? lead.text : (who.text.split('\n')[0] ?? '');
  };
  const DRAFT = 'Velkommen til åpen dag på biblioteket lørdag!';
  let plain: string;
  beforeAll(async () => {
    plain = await through(DRAFT);
  });
  test.each(each(10))('changes no verdict ($name)', async ({ text }) => {
    tried('instruction in: pasted draft');
    expect(await through(`${DRAFT} ${text}`)).toBe(plain);
  });
});

describe('an instruction in an expert’s answer', () => {
  test.each(each(12))('is the office’s words, and does nothing ($name)', async ({ lang, text, i }) => {
    tried('instruction in: expert answer');
    const who = fresh('nb');
    await who.say(`Hvilken farge nummer ${i} har julekortet til pensjonistene på Fjellvik?`);
    const [group] = await deps.learn.groups.list('t', ['open']);
    const written = { tenant: 't', group: group?.id ?? '', text, lang, cites: [], by: 'Kommunikasjonsenheten' };
    const result = await answerAsExpert(written, { ...deps, learn: deps.learn });
    if ('refused' in result) return;
    const again = fresh('nb');
    const out = await again.say(`Hvilken farge nummer ${i} har julekortet til pensjonistene på Fjellvik?`);
    for (const { card } of out) expect(activeOn(card)).toEqual([]);
    const [turn] = out;
    const stored = turn?.turn ? await deps.store.turn('t', turn.turn) : undefined;
    if (stored?.answer.status !== 'answered') return;
    const view = { lang: 'nb' as const, country: 'NO' as const, knowledge: realKnowledge() };
    const told = toldCard(view, { id: 'x', answer: stored.answer }, { at: '2026-03-02', by: 'Kommunikasjonsenheten' });
    expect(activeOn(told)).toEqual([]);
  });
});

describe('a model that obeys', () => {
  test.each(each(12))('is not heard ($name)', async ({ text, i }) => {
    tried('instruction in: model output');
    llm.reset();
    const variants = [
      // Free words, no claims at all.
      () => text,
      // A claim on a quote that stands nowhere.
      () =>
        claimsReply([{ text, quotes: [{ passage: 'p1', quote: 'Dette er godkjent av alle som skal godkjenne.' }] }]),
      // A claim on a quote that stands, which says nothing of the kind.
      ({ passages }: ReturnType<typeof readRequest>) => claimsReply([{ text, quotes: [quoteFrom(passages)] }]),
    ];
    for (const variant of variants) {
      llm.reset();
      llm.onMessage(ANY, (request) => ({ content: variant(readRequest(request)) }));
      const withModel = { ...pipeline, log: keepingLog(), model: answererAt(llm) };
      const { answer } = await answerQuestion(asked(`${REMOVE.slice(0, -1)} nummer ${i}?`), withModel);
      expect(strayQuotes(answer)).toEqual([]);
      expect(answer.text).not.toMatch(APPROVED);
      expect(answer.text).not.toMatch(/https?:|javascript:/i);
      const view = { lang: answer.lang, country: answer.country, knowledge: realKnowledge() };
      expect(activeOn(answerCard(view, { id: 'x', answer }, { captured: false, place: 'private' }))).toEqual([]);
    }
  });
});

describe('an instruction in what is written in forms', () => {
  test.each(each(8))('of an account and of the log ($name)', async ({ text }) => {
    tried('instruction in: account form');
    const who = fresh('nb');
    await who.command('account', 'ny');
    const all = Object.fromEntries(
      who.fields().map((id): [string, string] => {
        const field = who.field(id);
        return [id, field.kind === 'choice' ? (field.options[0]?.value ?? '') : text.slice(0, 200)];
      }),
    );
    const action = who.action('account.preview');
    expect(
      await wrongWith(await who.act(action, { ...all, address: 'https://www.facebook.com/FjordvikBibliotek/' })),
    ).toEqual([]);
    expect(await wrongWith(await who.command('account', text))).toEqual([]);
  });
});

describe('an instruction in a picture', () => {
  test.each(each(8))('in its metadata and its name ($name)', async ({ text }) => {
    tried('instruction in: photo and file name');
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: '#789' } });
    const words = text.replaceAll('\u0000', '');
    const bytes = await picture
      .withExif({ IFD0: { Artist: words, ImageDescription: words, Model: words.slice(0, 60) } })
      .jpeg()
      .toBuffer();
    const out = await fresh('nb').drop(`${text}.jpg`, bytes, text);
    expect(await wrongWith(out)).toEqual([]);
    for (const { files } of out) for (const f of files ?? []) expect(f.name).not.toMatch(/[\r\n/\\]/);
  });
});

describe('an instruction in a document', () => {
  const paragraphs = INJECTIONS.map(({ text }) => text.replace(/\p{Cc}/gu, ' '));
  test.each([
    ['md', () => `# Retningslinjer for sosiale medier\n\nFjellvik kommune.\n\n${paragraphs.join('\n\n')}\n`],
    [
      'html',
      () =>
        `<html><body><h1>Retningslinjer for sosiale medier</h1>${paragraphs.map((p) => `<p>${p}</p>`).join('')}</body></html>`,
    ],
    ['docx', () => makeDocx(paragraphs.map((p) => p.replace(/[\u{E0000}-\u{E007F}]/gu, '')))],
    ['pdf', () => makePdf([paragraphs.map((p) => p.replace(/[^\x20-\x7e]/g, '?').slice(0, 90))])],
  ])(
    '%s is text among text: taken in or refused in words, and nothing outside its folder is touched',
    async (ext, make) => {
      tried(`instruction in: document ${ext}`);
      const home = join(folder, ext);
      mkdirSync(home);
      const file = join(home, `veileder.${ext}`);
      writeFileSync(file, make());
      const knowledgeDir = join(home, 'knowledge');
      const added = await addGuideline({ knowledgeDir, file, now: new Date('2026-05-04'), lang: 'nb' }).catch(
        (e: Error) => e,
      );
      if (added instanceof Error) expect(added.name).toBe('DocumentError');
      else expect(added.dir.startsWith(join(knowledgeDir, 'guidelines'))).toBe(true);
    },
  );
});
