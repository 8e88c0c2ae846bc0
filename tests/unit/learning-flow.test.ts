import { describe, expect, it } from 'vitest';
import {
  answerAsExpert,
  approve,
  closeGroup,
  mergeGroups,
  type Published,
  withdrawExpert,
} from '../../src/app/answer-as-expert.ts';
import type { Learn, Tell } from '../../src/app/learn-ports.ts';
import { tellAskers } from '../../src/app/notices.ts';
import { askAllPeople, sendDigest } from '../../src/app/send-digest.ts';
import type { Lang } from '../../src/core/language.ts';
import type { Owner } from '../../src/core/learning/owners.ts';
import type { Envelope } from '../../src/core/message.ts';
import { openSqlite } from '../../src/store/open.ts';
import { Person, realConverseDeps } from '../support/converse.ts';
import { owner, realLearn } from '../support/learning.ts';

const ASKED: Record<Lang, string> = {
  nb: 'Hvilken farge skal vi ha på julekortet til pensjonistene?',
  nn: 'Kva farge skal vi ha på julekortet til pensjonistane?',
  sv: 'Vilken färg ska vi ha på julkortet till pensionärerna?',
  en: 'Which colour should we use for the Christmas card to the pensioners?',
};
const TEXT = 'Rødt, med kommunevåpenet.';

/** A municipality with its chats and its owners, on a store of its own. The clock stands until somebody moves it. */
async function municipality(owners: Owner[] = [owner('kom', { to: { slack: 'C-KOM' }, people: ['boss'] })]) {
  const stores = await openSqlite(':memory:');
  const posted: { to: string; text: string }[] = [];
  let failing = false;
  const tell: Tell = async ({ conversation }, { card }) => {
    if (failing) throw new Error('429');
    posted.push({ to: conversation, text: card.fallback });
  };
  const learn: Learn = realLearn(stores, owners, { slack: tell, teams: tell });
  const at = { now: new Date('2026-11-18T09:00:00Z') };
  const deps = {
    ...(await realConverseDeps()),
    ...stores,
    learn,
    clock: { now: () => new Date(at.now) },
    country: 'NO' as const,
  };
  let people = 0;
  return {
    deps,
    posted,
    at: (iso: string) => {
      at.now = new Date(iso);
    },
    fail: (now: boolean) => {
      failing = now;
    },
    person: (channel: Envelope['channel'], lang: Lang, over: Partial<Envelope> = {}) => {
      const n = ++people;
      const country = lang === 'sv' ? 'SE' : 'NO';
      return new Person(deps, { channel, lang, country, conversation: `${channel}-${n}`, user: `u${n}`, ...over });
    },
    groups: (state: 'open' | 'answered' | 'closed' = 'open') => learn.groups.list('t', [state]),
    write: (group: string, over = {}) =>
      answerAsExpert(
        { tenant: 't', group, text: TEXT, lang: 'nb', cites: [], by: 'Kommunikasjonsenheten', ...over },
        deps,
      ),
  };
}
const done = (result: unknown): Published => {
  if (typeof result !== 'object' || result === null || 'refused' in result) throw new Error(JSON.stringify(result));
  return result as Published;
};
const idOf = (groups: readonly { id: string }[]): string => groups[0]?.id ?? '';

describe('a question that nobody could answer', () => {
  it('is one with the same question in other languages, and everybody hears how many wait, who gets it and when', async () => {
    const here = await municipality();
    const first = here.person('slack', 'sv');
    await first.say(ASKED.sv);
    expect(first.text).toContain('Kom får frågan på måndag, utan ditt namn.');
    expect(first.text).not.toMatch(/andra har frågat|En annan/);
    const second = here.person('teams', 'nb');
    await second.say(ASKED.nb);
    expect(second.text).toContain('Spurt av én annen, venter siden onsdag 18. november 2026.');
    await here.person('web', 'en').say(ASKED.en);
    const [group, ...others] = await here.groups();
    expect(others).toEqual([]);
    expect(group?.questions.map((q) => [q.channel, q.lang, q.country])).toEqual([
      ['slack', 'sv', 'SE'],
      ['teams', 'nb', 'NO'],
      ['web', 'en', 'NO'],
    ]);
    await second.press('withdraw');
    expect(second.text).not.toMatch(/Spurt av|får spørsmålet/);
    expect((await here.groups())[0]?.questions).toHaveLength(2);
  });

  it('does not join another question, and a confidential one keeps to itself', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    await here.person('web', 'nb').say('Hvem betaler for strømmen på idrettshallen?');
    await here.person('web', 'nb').say('Hvem i barnevernet tar bilder til årskalenderen?');
    const groups = await here.groups();
    expect(groups.map((g) => g.questions.length)).toEqual([1, 1, 1]);
    expect(groups.map((g) => g.questions[0]?.confidential)).toEqual([false, false, true]);
  });

  it('without anybody set to answer is kept, and that is said', async () => {
    const here = await municipality([]);
    const who = here.person('web', 'nb');
    await who.say(ASKED.nb);
    expect(who.text).toContain('Ingen er satt til å få det ennå.');
  });
});

describe('the whole circle', () => {
  it('goes from a question in Swedish and one in Norwegian to an answer that a third gets in English', async () => {
    const here = await municipality();
    const [anna, bjorn, carol] = [here.person('slack', 'sv'), here.person('teams', 'nb'), here.person('web', 'en')];
    await anna.say(ASKED.sv);
    await bjorn.say(ASKED.nb);

    here.at('2026-11-23T07:00:10Z');
    const due = new Date('2026-11-23T07:00:00Z');
    const sends = await Promise.all([1, 2, 3].map(() => sendDigest('t', due, here.deps)));
    expect(sends.flatMap((s) => s.sent)).toEqual(['kom@slack']);
    expect(here.posted.map((p) => p.to)).toEqual(['C-KOM']);
    expect(here.posted[0]?.text).toMatch(/Uke 48: ett spørsmål uten svar[\s\S]*Spurt av 2 · ventet i 4 dager/);

    here.posted.length = 0;
    const { expert, told } = done(await here.write(idOf(await here.groups())));
    expect(told.map((n) => n.lang)).toEqual(['sv', 'nb']);
    await Promise.all([tellAskers(here.deps), tellAskers(here.deps)]);
    await tellAskers(here.deps);
    expect(here.posted.map((p) => p.to).sort()).toEqual(['slack-1', 'teams-2']);
    const swede = here.posted.find((p) => p.to === 'slack-1')?.text ?? '';
    expect(swede).toContain('Du frågade den 18 november 2026. Nu har Kommunikasjonsenheten svarat:');
    expect(swede).toContain(TEXT);
    expect(here.posted.find((p) => p.to === 'teams-2')?.text).toContain('Du spurte 18. november 2026.');

    await carol.say(ASKED.en);
    expect(carol.text).toContain(`Kommunikasjonsenheten has answered in Norwegian (bokmål): «${TEXT}»`);
    expect(carol.text).toContain('Answered by Kommunikasjonsenheten, 23 November 2026');
    const [turn] = await here.deps.store.turns('t', 'web-3', 1);
    expect(turn?.answer).toMatchObject({ status: 'answered', by: 'expert', lang: 'en' });
    expect(turn?.answer.citations[0]).toMatchObject({
      document: `expert:${expert.id}`,
      file: null,
      authority: 4,
      quote: TEXT,
    });
    expect(await here.groups()).toEqual([]);
  });

  it('tells a reader of the web chat at the next visit, as a turn of the conversation', async () => {
    const here = await municipality();
    const who = here.person('web', 'nn');
    await who.say(ASKED.nn);
    done(await here.write(idOf(await here.groups())));
    expect(await tellAskers(here.deps)).toHaveLength(1);
    const turns = await here.deps.store.turns('t', 'web-1', 10);
    expect(turns.map((t) => t.answer.status)).toEqual(['unsure', 'answered']);
    expect(turns[1]).toMatchObject({ question: ASKED.nn, answer: { lang: 'nn', notices: [{ key: 'told' }] } });
    expect(here.posted).toEqual([]);
  });

  it('is told by whoever takes over from one that was stopped while it told, and that one had begun is known', async () => {
    const here = await municipality();
    await here.person('slack', 'nb').say(ASKED.nb);
    done(await here.write(idOf(await here.groups())));
    const seen: { id: string; again: boolean }[] = [];
    // Posted, and never heard of again: as after a kill.
    const stopped: Tell = (_, __, once) => new Promise(() => void (once && seen.push(once)));
    void tellAskers({ ...here.deps, learn: { ...here.deps.learn, tellers: { slack: stopped } } });
    await expect.poll(() => seen.length).toBe(1);
    const over: Tell = async (_, __, once) => void (once && seen.push(once));
    const next = { ...here.deps, learn: { ...here.deps.learn, tellers: { slack: over } } };
    // Its claim holds as long as it may live.
    expect(await tellAskers(next)).toEqual([]);
    here.at('2026-11-18T09:03:00Z');
    expect(await tellAskers(next)).toHaveLength(1);
    expect(seen.map((s) => s.again)).toEqual([false, true]);
    expect(new Set(seen.map((s) => s.id)).size).toBe(1);
    expect(await tellAskers(next)).toEqual([]);
    expect(await here.deps.store.turns('t', 'slack-1', 10)).toHaveLength(2);
  });

  it('opens again when the answer did not help, and whoever said so is told of the next one, once', async () => {
    const here = await municipality();
    const who = here.person('slack', 'nb');
    await who.say(ASKED.nb);
    await here.person('slack', 'sv').say(ASKED.sv);
    const group = idOf(await here.groups());
    const { expert } = done(await here.write(group));
    await tellAskers(here.deps);
    const turn = (await here.deps.store.turns('t', 'slack-1', 1))[0]?.id ?? '';
    await who.act({ do: 'feedback', turn, verdict: 'not_helpful' });
    const [open] = await here.groups();
    expect(open).toMatchObject({ id: group, expert: expert.id });
    expect(open?.questions.map((q) => q.reason).sort()).toEqual(['not_helpful', 'unsure']);
    expect(await here.deps.learn.experts.received('t')).toEqual([{ expert: expert.id, helped: 0, notHelped: 1 }]);

    here.posted.length = 0;
    const again = done(await here.write(group, { text: 'Rødt eller grønt.' }));
    expect(again.expert).toMatchObject({ id: expert.id, version: 2 });
    await tellAskers(here.deps);
    expect(here.posted.map((p) => p.to)).toEqual(['slack-1']);
  });
});

describe('an answer', () => {
  it('is told to who asked also when whoever stored it was killed between the answer and the notice, and once however often it is taken up', async () => {
    const here = await municipality();
    await here.person('slack', 'nb').say(ASKED.nb);
    const group = idOf(await here.groups());
    const { learn } = here.deps;
    const killed = () => Promise.reject(new Error('killed'));
    const words = { tenant: 't', group, text: TEXT, lang: 'nb', cites: [], by: 'Kommunikasjonsenheten' } as const;
    const before = { ...learn, notices: { ...learn.notices, add: killed } };
    await expect(answerAsExpert(words, { ...here.deps, learn: before })).rejects.toThrow('killed');
    // Its group still waits, so that the answer can be taken up again.
    expect(await here.groups('answered')).toEqual([]);
    const after = { ...learn, groups: { ...learn.groups, change: killed } };
    await expect(answerAsExpert(words, { ...here.deps, learn: after })).rejects.toThrow('killed');
    done(await here.write(group));
    const told: string[] = [];
    const slack: Tell = async (_, __, once) => void told.push(once?.id ?? '');
    await tellAskers({ ...here.deps, learn: { ...learn, tellers: { slack } } });
    await tellAskers({ ...here.deps, learn: { ...learn, tellers: { slack } } });
    expect(told).toHaveLength(1);
    expect(await learn.experts.versions('t', (await learn.experts.latest('t'))[0]?.id ?? '')).toHaveLength(1);
  });

  it('that was stored by somebody who was killed before its group knew is not stored again', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    const group = idOf(await here.groups());
    const { learn } = here.deps;
    const killed = { ...learn, groups: { ...learn.groups, change: () => Promise.reject(new Error('killed')) } };
    const words = { tenant: 't', group, text: TEXT, lang: 'nb', cites: [], by: 'Kommunikasjonsenheten' } as const;
    await expect(answerAsExpert(words, { ...here.deps, learn: killed })).rejects.toThrow('killed');
    here.at('2026-11-18T09:01:00Z');
    const { expert, told } = done(await here.write(group));
    expect(await learn.experts.latest('t')).toHaveLength(1);
    expect(await learn.experts.versions('t', expert.id)).toHaveLength(1);
    expect(told).toHaveLength(1);
    expect(await here.groups('answered')).toMatchObject([{ id: group, expert: expert.id }]);
    // Other words are another version of it.
    done(await here.write(group, { text: 'Blått.' }));
    expect(await learn.experts.versions('t', expert.id)).toHaveLength(2);
  });

  it('holds where it is said to hold: who sits elsewhere waits on', async () => {
    const here = await municipality();
    await here.person('slack', 'sv').say(ASKED.sv);
    await here.person('teams', 'nb').say(ASKED.nb);
    const { told } = done(await here.write(idOf(await here.groups()), { country: 'NO' }));
    expect(told.map((n) => n.country)).toEqual(['NO']);
    expect((await here.groups()).map((g) => g.questions.map((q) => q.country))).toEqual([['SE']]);
    const swede = here.person('web', 'sv');
    await swede.say(ASKED.sv);
    expect(swede.text).not.toContain(TEXT);
  });

  it('is taken back, and then given to nobody', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    const { expert } = done(await here.write(idOf(await here.groups())));
    await withdrawExpert('t', expert.id, here.deps);
    await tellAskers(here.deps);
    const next = here.person('web', 'nb');
    await next.say(ASKED.nb);
    expect(next.text).not.toContain(TEXT);
    expect(await here.deps.store.turns('t', 'web-1', 10)).toHaveLength(1);
  });

  it('past its review date is flagged, and a month later withheld', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    done(await here.write(idOf(await here.groups()), { reviewBy: '2026-12-01' }));
    const textAt = async (iso: string) => {
      here.at(iso);
      const who = here.person('web', 'nb');
      await who.say(ASKED.nb);
      return who.text;
    };
    expect(await textAt('2026-11-30T12:00:00Z')).not.toContain('lest på nytt');
    expect(await textAt('2026-12-02T12:00:00Z')).toContain('Svaret skulle vært lest på nytt innen 1. desember 2026.');
    expect(await textAt('2027-01-02T12:00:00Z')).not.toContain(TEXT);
  });

  it('that awaits a second office is published by it, and not by the first', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    const { expert, told } = done(await here.write(idOf(await here.groups()), { awaiting: true }));
    expect(told).toEqual([]);
    const early = here.person('web', 'nb');
    await early.say(ASKED.nb);
    expect(early.text).not.toContain(TEXT);
    expect(await approve('t', expert.id, 'Kommunikasjonsenheten', here.deps)).toMatchObject({ refused: 'same_office' });
    expect(done(await approve('t', expert.id, 'Arkivet', here.deps)).told).toHaveLength(2);
  });

  it.each([
    [{ text: '  ' }, 'empty'],
    [{ text: 'x'.repeat(4001) }, 'too_long'],
    [{ cites: [{ file: 'nowhere.txt', lines: [1, 2] }] }, 'no_lines'],
    [{ cites: [{ file: '001_68d10db57b531b00.txt', lines: [9000, 9001] }] }, 'no_lines'],
    [{ reviewBy: '2026-02-31' }, 'bad_date'],
    [{ reviewBy: '2025-01-01' }, 'bad_date'],
    [{ text: 'Spør 15898534577.' }, 'personal'],
  ])('with %j is refused: %s', async (over, refused) => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    expect(await here.write(idOf(await here.groups()), over)).toMatchObject({ refused });
    expect(await here.write('nowhere')).toMatchObject({ refused: 'no_group' });
  });
});

describe('the digest', () => {
  const DUE = new Date('2026-11-23T07:00:00Z');

  it('that could not be sent is sent at the next try, and one that was missed is caught up once', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    here.at('2026-11-25T12:00:00Z');
    here.fail(true);
    expect(await sendDigest('t', DUE, here.deps)).toEqual({ sent: [], left: 1 });
    here.fail(false);
    expect(await sendDigest('t', DUE, here.deps)).toEqual({ sent: ['kom@slack'], left: 0 });
    expect(await sendDigest('t', DUE, here.deps)).toEqual({ sent: [], left: 0 });
    // A clock that was set back a week, and a claim that has been forgotten.
    here.at('2026-11-16T07:00:05Z');
    expect((await sendDigest('t', new Date('2026-11-16T07:00:00Z'), here.deps)).sent).toEqual([]);
    here.at('2026-11-29T12:00:00Z');
    expect((await sendDigest('t', DUE, here.deps)).sent).toEqual([]);
    expect(here.posted).toHaveLength(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('of an empty week says so in one line if it is set to (%s)', async (saysEmpty, lines) => {
    const here = await municipality();
    here.deps.learn.saysEmpty = saysEmpty;
    here.at('2026-11-23T07:00:01Z');
    await sendDigest('t', DUE, here.deps);
    expect(here.posted.map((p) => p.text.trim())).toEqual(Array(lines).fill('Uke 48: ingen spørsmål uten svar'));
  });
});

describe('somebody who asks for a person', () => {
  const kom = owner('kom', { to: { slack: 'C-KOM' }, deputies: ['service'], people: ['boss'], phone: '32 00 00 00' });
  const service = owner('service', { to: { teams: 'T-SERVICE' }, topics: ['records'] });

  it('does not wait for Monday: the office gets it at once, its deputy after two working hours', async () => {
    const here = await municipality([kom, service]);
    const who = here.person('slack', 'nb');
    await who.say('Når må vi gjøre en DPIA?');
    await who.press('feedback', (a) => a.do === 'feedback' && a.verdict === 'not_helpful');
    expect(here.posted).toEqual([]);
    await who.press('ask_person');
    expect(here.posted).toEqual([]);
    await who.press('ask_person');
    expect(who.text).toContain('Kom får spørsmålet nå, uten navnet ditt.');
    expect(who.text).toContain('telefon 32 00 00 00');
    expect(here.posted).toMatchObject([{ to: 'C-KOM', text: expect.stringContaining('Når må vi gjøre en DPIA?') }]);
    here.at('2026-11-18T10:59:00Z');
    await askAllPeople('t', here.deps);
    expect(here.posted).toHaveLength(1);
    here.at('2026-11-18T11:00:00Z');
    await askAllPeople('t', here.deps);
    await askAllPeople('t', here.deps);
    expect(here.posted.map((p) => p.to)).toEqual(['C-KOM', 'T-SERVICE']);
  });
});

describe('by hand', () => {
  it('groups are merged and closed; a confidential one is never merged with one that is not', async () => {
    const here = await municipality();
    await here.person('web', 'nb').say(ASKED.nb);
    await here.person('web', 'nb').say('Hvem betaler for strømmen på idrettshallen?');
    await here.person('web', 'nb').say('Hvem i barnevernet tar bilder til årskalenderen?');
    const [a, b, c] = (await here.groups()).map((g) => g.id);
    if (!a || !b || !c) throw new Error('three groups');
    expect(await mergeGroups('t', a, b, here.deps)).toBe(true);
    expect(await mergeGroups('t', a, c, here.deps)).toBe(false);
    await closeGroup('t', a, 'Ikke vårt bord.', here.deps);
    expect((await here.groups()).map((g) => g.id)).toEqual([c]);
    expect(await here.write(a)).toMatchObject({ refused: 'closed' });
  });
});
