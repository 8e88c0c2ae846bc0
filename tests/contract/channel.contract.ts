import JSZip from 'jszip';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredTurn } from '../../src/app/ports.ts';
import type { Form } from '../../src/core/card.ts';
import { next } from '../../src/core/screening/next.ts';
import { latest } from '../../src/core/screening/session.ts';
import { QUIET } from '../support/screening.ts';
import { type Chat, formOf, letters, missingFrom } from './chats/chat.ts';

/** What one conversation comes to, in terms of no channel. */
type Outcome = Record<string, unknown>;
export type Trace = { step: string; outcome: Outcome }[];

const QUESTION = 'Kan jeg legge ut dette klassebildet på Facebook?';
const DRAFT = 'Kan vi poste dette: «Gratulerer til Emma Testesen (9) som vant finalen! Ring 907 12 345.»';
/** A channel that is in order. */
const IN_ORDER = { P01: 'main', P17: 'yes', P19: 'yes', P22: 'yes' };
/** A plan with two of the nine signs of high risk: profiling, and a large scale. */
const PLAN: Readonly<Record<string, string>> = {
  ...(Object.fromEntries(Object.entries(QUIET).map(([id, v]) => [id, String(v)])) as Record<string, string>),
  D11: 'yes',
  D15: 'yes',
  new_account: 'yes',
};

/** The same conversation in every channel: what is said and done, and what it must come to. Gives the trace, to be compared. */
export function channelContract(name: string, open: () => Promise<Chat>): Trace {
  const trace: Trace = [];
  describe(name, { timeout: 60_000 }, () => {
    let chat: Chat;
    beforeAll(async () => {
      chat = await open();
    }, 60_000);
    afterAll(() => chat?.close());

    const note = (step: string, outcome: Outcome) => void trace.push({ step, outcome });
    const last = () => {
      const card = chat.house.out.at(-1)?.card;
      if (!card) throw new Error('nothing has come');
      return card;
    };
    /** Nothing that the cards say was lost on the way to this person. */
    const expectShown = () => {
      for (const { card } of chat.house.out) expect(missingFrom(chat.words(), card), chat.words()).toEqual([]);
    };
    const turn = async (): Promise<StoredTurn> => {
      const { tenant, conversation } = chat.house.from;
      const [found] = await chat.house.deps.store.turns(tenant, conversation, 1);
      if (!found) throw new Error('no turn was kept');
      return found;
    };
    const answer = async () => {
      const { question, answer: a } = await turn();
      return {
        question,
        status: a.status,
        lang: a.lang,
        citations: a.citations.map((c) => `${c.file}:${c.lines?.join('-') ?? ''}`),
        offers: a.offers.map((o) => o.screening),
      };
    };
    const session = async () => {
      const ids = chat.house.out.flatMap(
        ({ card }) => JSON.stringify(card.parts).match(/"session":"([^"]+)"/)?.[1] ?? [],
      );
      const stored = await chat.house.deps.sessions.session(chat.house.from.tenant, ids.at(-1) ?? '');
      if (!stored) throw new Error('no screening');
      const definition = chat.house.deps.knowledge.screenings.find((d) => d.id === stored.session.definition);
      if (!definition) throw new Error('no definition');
      const step = next(definition, stored.session);
      return {
        screening: definition.id,
        state: stored.state,
        decided: Object.fromEntries(
          [...latest(stored.session)].flatMap(([id, a]) => (a.state === 'confirmed' ? [[id, a.value]] : [])),
        ),
        at: step.kind === 'verdict' ? step.outcome : step.card.id,
        because: step.kind === 'verdict' ? [...step.triggers] : [],
      };
    };
    const form = (): Form => {
      const found = formOf(last());
      if (!found) throw new Error(`no form on: ${last().fallback}`);
      return found as Form;
    };
    const fields = () => form().fields.map((f) => f.id);
    /** Answers each form by the plan, else with what stands there, else with the first; "none of these" where nothing is ticked. */
    const through = async (plan: Readonly<Record<string, string>>) => {
      for (let step = 0; step < 30 && formOf(last()); step++) {
        const values: Record<string, string | string[]> = {};
        let none = false;
        for (const field of form().fields) {
          if (field.kind === 'text') values[field.id] = 'En ny side for nyheter til innbyggerne';
          else if (field.kind === 'choice')
            values[field.id] = plan[field.id] ?? field.value ?? field.options[0]?.value ?? '';
          else {
            const ticked = field.options.map((o) => o.value).filter((id) => plan[id] === 'yes');
            if (ticked.length > 0) values[field.id] = ticked;
            none = ticked.length === 0;
          }
        }
        await chat.fill(values, none);
      }
    };
    const buttons = () => JSON.stringify(chat.house.out.map((o) => o.card.parts));

    test('a question is answered with its lines, and every word of it arrives', async () => {
      await chat.say(QUESTION);
      expectShown();
      const given = await answer();
      note('ask', given);
      expect(given).toMatchObject({ status: 'answered', lang: 'nb', offers: ['photo-check'] });
      expect(given.citations).toContain('001_68d10db57b531b00.txt:48-48');
    });

    test('a follow-up leans on what was said before', async () => {
      await chat.newThread();
      await chat.say('Hvor ofte skal vi ta øyeblikksbilde av Facebook-siden?');
      await chat.say('Og hvis vi avslutter kontoen?');
      expectShown();
      const given = await answer();
      note('follow-up', given);
      expect(given.status).toBe('answered');
      expect(letters(chat.words())).toContain('konto');
    });

    test('a screening begins with what was understood, and goes on by form to a verdict', async () => {
      await chat.newThread();
      await chat.say(QUESTION);
      await chat.press('start');
      expectShown();
      note('understood', await session());
      expect(await session()).toMatchObject({ screening: 'photo-check', state: 'open', decided: {} });
      await chat.press('confirm');
      expect(fields()).toEqual(['P01', 'P17', 'P19', 'P22']);
      await chat.fill(IN_ORDER);
      expectShown();
      expect(fields()).toContain('ticks');
      await through({ P13: 'none' });
      expectShown();
      const verdict = await session();
      note('verdict', verdict);
      expect(verdict).toMatchObject({ state: 'done', decided: { P01: 'main', P07: 'main', P13: 'none' } });
      expect(verdict.because).toContain('P13');
      expect(letters(chat.words())).toContain(letters('Et råd, ikke en tillatelse.'));
    });

    test('an answer is changed, and the verdict with it', async () => {
      await chat.press('change', (a) => a.do === 'change' && a.question === 'P07');
      expect(fields()).toEqual(['P07']);
      await chat.fill({ P07: 'no' });
      await through({ P13: 'none' });
      expectShown();
      const after = await session();
      note('changed', after);
      expect(after).toMatchObject({ state: 'done', decided: { P07: 'no' } });
      expect(after.because).not.toContain('P07');
    });

    test('a step is taken back, put aside, and taken up again', async () => {
      await chat.newThread();
      await chat.command('photo-check');
      const first = (await session()).at;
      expect(fields()).toEqual(['ticks']);
      await chat.fill({}, true);
      expect((await session()).at).not.toBe(first);
      await chat.press('back');
      expect((await session()).at).toBe(first);
      const again = fields();
      await chat.press('pause');
      expectShown();
      expect((await session()).state).toBe('paused');
      await chat.press('resume');
      expect(fields()).toEqual(again);
      note('back and on', await session());
      await cancel();
    });

    test('plain words answer the questions too, go back, and cancel', async () => {
      await chat.newThread();
      await chat.command('dpia-start', 'ny Facebook-side for hele kommunen');
      expectShown();
      await chat.say('D02: nei');
      expect((await session()).decided.D02).toBe('no');
      await chat.say('tilbake');
      expectShown();
      note('in words', await session());
      await chat.say('avbryt');
      expectShown();
      const { tenant, conversation } = chat.house.from;
      expect(await chat.house.deps.sessions.unfinished(tenant, conversation)).toBeUndefined();
    });

    test('a plan goes to a verdict, a document, and a file that opens', async () => {
      await chat.newThread();
      await chat.command('dpia-start', 'ny Facebook-side for hele kommunen');
      if (buttons().includes('"do":"confirm"')) await chat.press('confirm');
      await through(PLAN);
      expectShown();
      note('plan', await session());
      expect((await session()).at).toBe('DPIA');
      await chat.press('assess');
      expect(letters(chat.words())).toContain(letters('ny Facebook-side for hele kommunen'));
      const before = chat.files().length;
      await chat.press('export');
      const file = chat.files()[before];
      expect(file?.name).toMatch(/\.docx$/);
      const document = await JSZip.loadAsync(file?.bytes ?? new Uint8Array());
      const text = (await document.file('word/document.xml')?.async('string')) ?? '';
      expect(text).toContain('Facebook-side');
      note('document', { parts: Object.keys(document.files).filter((f) => f.startsWith('word/')).length > 0 });
    });

    test('what no line answers is said so and kept; the asker sees the words, changes them, and takes them back', async () => {
      await chat.newThread();
      await chat.say('Hvor lenge kan konsertbilder fra kulturskolen ligge ute?');
      expectShown();
      const given = await answer();
      note('unsure', given);
      expect(given.status).toBe('unsure');
      const { tenant } = chat.house.from;
      const waiting = async () => (await chat.house.deps.store.openQuestions(tenant)).map((q) => q.question);
      expect(await waiting()).toEqual([given.question]);
      await chat.press('reword');
      expect(letters(chat.words())).toContain(letters('konsertbilder'));
      await chat.fill({ text: 'Hvor lenge kan konsertbilder ligge ute på siden vår?' });
      expect(await waiting()).toEqual(['Hvor lenge kan konsertbilder ligge ute på siden vår?']);
      await chat.press('withdraw');
      expect(await waiting()).toEqual([]);
    });

    test('what varsam does not do is refused with a way on', async () => {
      await chat.newThread();
      await chat.say('Hvem er personen på dette bildet?');
      expectShown();
      note('refused', await answer());
      expect((await answer()).status).toBe('refused');
    });

    test('feedback is noted, and what did not help can go to a person', async () => {
      await chat.newThread();
      await chat.say(QUESTION);
      await chat.press('feedback', (a) => a.do === 'feedback' && a.verdict === 'not_helpful');
      expect(letters(chat.words())).toContain(letters('Takk'));
      const { tenant } = chat.house.from;
      const kept = await chat.house.deps.store.openQuestions(tenant);
      note('feedback', { kept: kept.map((q) => q.reason) });
      expect(kept.map((q) => q.reason)).toEqual(['not_helpful']);
    });

    test('a photo is read, told, and given back without what it tells', async () => {
      await chat.newThread();
      const before = chat.files().length;
      await chat.drop('sommer.jpg', await aPhoto());
      expectShown();
      const clean = chat.files()[before];
      expect(await sharp(clean?.bytes).metadata()).toMatchObject({ width: 64, height: 48 });
      expect(Buffer.from(clean?.bytes ?? []).includes('Anna Fotograf')).toBe(false);
      await chat.press('resume');
      note('photo', await session());
      expect(await session()).toMatchObject({ screening: 'photo-check', state: 'open' });
      await cancel();
    });

    test('a pasted draft is read and not kept', async () => {
      await chat.newThread();
      await chat.say(DRAFT);
      expectShown();
      expect(letters(chat.words())).toContain('telefonnummer');
      await chat.press('resume');
      note('draft', await session());
      expect((await session()).screening).toBe('photo-check');
      await cancel();
    });

    test('a fault is told with an id that stands in the log, and the next question is answered', async () => {
      await chat.newThread();
      chat.house.breakNext();
      await chat.say('Må vi lagre kommentarer vi sletter?');
      const { log } = chat.house.deps;
      const code =
        /"code":"([^"]+)"/.exec(log.lines.findLast((l) => l.includes('converse.failed')) ?? '')?.[1] ?? 'none';
      expect(chat.words()).toContain(code);
      expect(chat.words()).not.toMatch(/fell off the shelf|Error/);
      await chat.say('Må vi lagre kommentarer vi sletter?');
      expectShown();
      note('after a fault', await answer());
    });

    test('the language is switched, and the next answer comes in it', async () => {
      await chat.newThread();
      await chat.command('help');
      expectShown();
      await chat.press('language', (a) => a.do === 'language' && a.lang === 'sv');
      await chat.say(QUESTION);
      expectShown();
      note('language', await answer());
      expect((await answer()).lang).toBe('sv');
    });

    async function cancel(): Promise<void> {
      await chat.press('pause');
      await chat.press('cancel');
    }
  });
  return trace;
}

async function aPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
    .withExif({ IFD0: { Artist: 'Anna Fotograf', Model: 'Kamera 1' } })
    .jpeg()
    .toBuffer();
}
