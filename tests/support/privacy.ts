import { open } from '../../src/core/assessment/versions.ts';
import { startSession } from '../../src/core/screening/session.ts';
import { sha256 } from '../../src/hash.ts';
import type { Stores } from '../../src/store/open.ts';
import { answered, turn } from '../contract/store.builders.ts';
import { proposed } from './accounts.ts';
import { advised, as, at, decide, fresh, full, must, step } from './assessment.ts';
import { answer, asked } from './learning.ts';
import { removal } from './moderation.ts';
import { dpia, mapOf } from './screening.ts';

/** Somebody whose traces are in every table that can hold one, beside somebody whose are not to be touched. */

/** Their id, their words and their name: nothing of it may be left after an erasure. */
export const KARI = 'U0KARI99';
export const NAME = 'Kari Kvisleberg';
export const WORDS = ['rypefjellet', 'blåveiskransen', 'tiurleiken'] as const;
/** Somebody else's. */
export const OLA = 'U0OLA777';
export const OLAS = 'granbarnålene';

/** Where they are reached at work, the conversation of their browser, and the key of their chat in Teams: their id is hashed there. */
export const MAIL = 'kari.k@fjordvik.kommune.no';
export const BROWSER = '0192aa-kari-browser';
export const KEYED = sha256(`person/${KARI}`);

const THREAD = `D0KARI/171.000/${KARI}`;

/** One decided assessment that Kari wrote, one that she began alone, and an account that she looks after. */
async function documents(stores: Stores): Promise<void> {
  const title = `Side drevet av ${NAME}`;
  const decided = must(
    step(
      advised(open({ ...full(), id: 'decided', title }, { by: as('author', KARI), at: at(0) })),
      as('controller', 'director'),
      decide(),
      'Grunnen er god.',
      20,
    ),
  );
  for (const version of decided.versions) await stores.assessments.append('t', version);
  const alone = open(
    { ...fresh(), id: 'alone', title: `Et utkast om ${WORDS[2]}` },
    { by: as('author', KARI), at: at(0) },
  );
  for (const version of alone.versions) await stores.assessments.append('t', version);
  const holder = { title: 'Bibliotekar', contact: MAIL, person: KARI, until: null };
  const tell = { channel: 'slack', conversation: THREAD, user: KARI, lang: 'nb' } as const;
  const account = { ...proposed({ owner: holder, administrators: [holder], name: `Siden til ${NAME}` }), tell };
  await stores.accounts.append('t', {
    ...account,
    history: account.history.map((h) => ({ ...h, by: as('author', KARI) })),
  });
  await stores.accounts.link('t', KARI, account.id, at(1));
  // What others wrote may name her.
  await stores.removals.append('t', removal('r1', { note: `${NAME} fant den.` }));
  await stores.groups.add(asked('q-other', { conversation: `D0OLA/171.000/${OLA}`, user: OLA }), null, null);
  await stores.groups.change('t', 'q-other', { state: 'closed', closedBecause: `${NAME} vet det.` }, at(4));
}

async function talks(
  stores: Stores,
  user: string,
  conversation: string,
  words: readonly string[],
  id: string,
): Promise<void> {
  const { store, sessions, groups, notices, drafts } = stores;
  const question = `Kan vi vise ${words[0]} på siden?`;
  await store.touchConversation({
    tenant: 't',
    id: conversation,
    channel: 'slack',
    lang: 'nb',
    country: 'NO',
    at: at(1),
  });
  await store.saveTurn({
    tenant: 't',
    conversation,
    turn: { ...turn(id, 1, answered(`Svar om ${words[0]}.`)), question },
  });
  await store.saveFeedback({ tenant: 't', turn: id, verdict: 'not_helpful', at: at(2) });
  const kept = {
    conversation,
    user,
    question,
    at: at(1),
    channel: 'slack' as const,
    named: user === KARI ? NAME : null,
  };
  await groups.add(asked(id, kept), null, null);
  const told = {
    id: `n-${id}`,
    tenant: 't',
    question: id,
    expert: 'e1',
    channel: 'slack',
    conversation,
    user,
  } as const;
  await notices.add([{ ...told, lang: 'nb', country: 'NO', text: question, askedAt: at(1) }], at(3));
  const session = {
    ...startSession(dpia(), 'NO'),
    answers: [{ question: 'D01', value: `En side om ${words[1]}`, by: 'user' as const, state: 'confirmed' as const }],
  };
  const event = `${conversation}/m9`;
  await sessions.save('t', { id: `s-${id}`, conversation, session, state: 'open', at: at(1), revision: 0, event });
  const fields = { note: `Notat om ${words[1]}` };
  await drafts.keep(
    't',
    conversation,
    { id: `d-${id}`, corrects: 0, account: null, country: 'NO', session: null, fields },
    at(1),
  );
}

async function small(stores: Stores, user: string, conversation: string): Promise<void> {
  await stores.preferences.set('t', user, { lang: 'nn' }, at(1));
  await stores.absences.set('t', { person: user, from: '2026-11-01', until: '2026-11-09' }, at(1));
  await stores.kept.put('t', 'slack.person', { key: user, item: conversation, value: '', at: at(1) });
  await stores.passes.link({ tenant: 't', user, channel: 'slack', place: 'C1' }, at(1), at(11));
  await stores.deliveries.begin('t', user, 'reminder', `r-${user}`, at(1));
  await stores.facts.set('t', user, mapOf({ P01: 'main' }), at(1));
  const event = `${conversation}/m1`;
  const arrival = { tenant: 't', channel: 'slack', event, lane: conversation, work: `w-${user}`, at: at(1) } as const;
  await stores.inbox.put({ ...arrival, body: JSON.stringify({ user, text: 'hei' }) });
  await stores.inbox.mark(arrival, 'sign', '171.001');
  await stores.claims.claim('t', `event/slack/${conversation}/m0`, at(1), 1000);
}

/** What one channel alone keeps: the address of a chat in Teams, and word that was given of a question that is gone itself. */
async function inTeams(stores: Stores): Promise<void> {
  const value = JSON.stringify({ serviceUrl: 'https://smba.trafficmanager.net/emea/', conversation: `a:${KARI}` });
  await stores.kept.put('t', 'teams.place', { key: KEYED, value, at: at(1) });
  const old = { id: 'n-old', tenant: 't', question: 'q-purged', expert: 'e1', channel: 'teams' } as const;
  const to = { conversation: `a:${KARI}`, user: KARI, lang: 'nb', country: 'NO' } as const;
  await stores.notices.add([{ ...old, ...to, text: `Noe om ${WORDS[2]}`, askedAt: at(1) }], at(3));
}

/** Everything of Kari's in a store, and as much of Ola's. */
export async function livedIn(stores: Stores): Promise<void> {
  await inTeams(stores);
  await talks(stores, KARI, THREAD, WORDS, 'q-kari');
  await talks(stores, OLA, `D0OLA/171.000/${OLA}`, [OLAS, OLAS], 'q-ola');
  await stores.people.note('t', KARI, BROWSER, at(1));
  await stores.store.touchConversation({
    tenant: 't',
    id: BROWSER,
    channel: 'web',
    lang: 'nb',
    country: 'NO',
    at: at(1),
  });
  await stores.store.saveTurn({
    tenant: 't',
    conversation: BROWSER,
    turn: { ...turn('q-web', 1), question: `Hva med ${WORDS[2]}?` },
  });
  await small(stores, KARI, THREAD);
  await small(stores, OLA, `D0OLA/171.000/${OLA}`);
  const question = `Kan vi vise ${WORDS[0]} på siden?`;
  await stores.experts.append(
    't',
    answer('e1', { question, variants: [`Hva med ${WORDS[2]}?`], group: 'q-kari', at: at(5) }),
  );
  await documents(stores);
  await stores.audit.note({
    tenant: 't',
    person: KARI,
    role: 'author',
    action: 'seen',
    assessment: 'decided',
    version: 1,
    via: 'web',
    at: at(30),
  });
}
