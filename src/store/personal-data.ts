import type { Kysely } from 'kysely';
import type { PersonalData, PersonExport } from '../app/privacy-ports.ts';
import type { Auditor } from './audit.ts';
import { accountsWith, assessmentsWith } from './person-documents.ts';
import { erasePerson } from './person-erase.ts';
import { among, json, type Traces, tracesOf } from './person-traces.ts';
import { Dry } from './purges.ts';
import { within } from './rows.ts';
import type { Schema } from './schema.ts';
import type { Keys } from './seal.ts';

/**
 * The port `PersonalData` on a database that `migrate` has prepared.
 *
 * @throws StoreError from every function
 */
export function createPersonalData(db: Kysely<Schema>, keys: Keys, audit: Auditor): PersonalData {
  return {
    find: (tenant, user) =>
      within('person', tenant, async () => exported(db, await tracesOf(db, keys, tenant, user), audit)),

    erase: (tenant, who, { dry = false } = {}) =>
      within('person', tenant, async () => {
        try {
          return await db.transaction().execute(async (trx) => {
            const done = await erasePerson(trx, await tracesOf(trx, keys, tenant, who.user), who, audit);
            if (dry) throw new Dry(done);
            return done;
          });
        } catch (error) {
          if (error instanceof Dry) return error.result as Awaited<ReturnType<typeof erasePerson>>;
          throw error;
        }
      }),
  };
}

async function exported(db: Kysely<Schema>, traces: Traces, audit: Auditor): Promise<PersonExport> {
  const { tenant, user, conversations, places } = traces;
  const documents = { tenant, user, names: [] };
  const questions = await among(traces.questions, (some) =>
    db
      .selectFrom('group_questions as q')
      .leftJoin('question_groups as g', (on) => on.onRef('g.tenant', '=', 'q.tenant').onRef('g.id', '=', 'q.in_group'))
      .select(['q.id', 'q.at', 'q.question', 'q.reason', 'q.named', 'g.state'])
      .where('q.tenant', '=', tenant)
      .where('q.id', 'in', some)
      .orderBy('q.at')
      .execute(),
  );
  const notices = await among(traces.notices, (some) =>
    db.selectFrom('notices').select(['at', 'notice']).where('tenant', '=', tenant).where('id', 'in', some).execute(),
  );
  const [preferences, absences] = [
    await db.selectFrom('preferences').selectAll().where('tenant', '=', tenant).where('person', '=', user).execute(),
    await db.selectFrom('absences').selectAll().where('tenant', '=', tenant).where('person', '=', user).execute(),
  ];
  const facts = await among(places, (some) =>
    db.selectFrom('channel_facts').selectAll().where('tenant', '=', tenant).where('place', 'in', some).execute(),
  );
  const linked = await among(places, (some) =>
    db.selectFrom('account_places').selectAll().where('tenant', '=', tenant).where('place', 'in', some).execute(),
  );
  const screenings = await among(conversations, (some) =>
    db.selectFrom('sessions').selectAll().where('tenant', '=', tenant).where('conversation', 'in', some).execute(),
  );
  const drafts = await among(conversations, (some) =>
    db
      .selectFrom('removal_drafts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('conversation', 'in', some)
      .execute(),
  );
  const reminders = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('recipient', '=', user)
    .execute();
  const consoleKeys = await among(traces.passes, (some) =>
    db
      .selectFrom('console_passes')
      .select(['kind', 'until'])
      .where('tenant', '=', tenant)
      .where('hash', 'in', some)
      .execute(),
  );
  const seen = await db
    .selectFrom('audit_log')
    .select(['at', 'action', 'assessment', 'version', 'via'])
    .where('tenant', '=', tenant)
    .where('person', 'in', audit.pseudonyms(tenant, user))
    .orderBy('seq')
    .execute();
  return {
    format: 'varsam-person/1',
    tenant,
    person: user,
    conversations: await talks(db, traces),
    screenings: screenings.map(({ id, conversation, at, state, session }) => ({
      ...{ id, conversation, at, state },
      session: json(session),
    })),
    questions: questions.map(({ state, ...q }) => ({ ...q, state: state ?? 'open' })),
    notices: notices.map(({ at, notice }) => ({ at, text: String(field(notice, 'text') ?? '') })),
    assessments: (await assessmentsWith(db, documents)).map(({ id, title, state, deeds }) => ({
      id,
      title,
      state,
      deeds,
    })),
    accounts: (await accountsWith(db, documents)).map(({ id, name, state, deeds, tasks }) => ({
      id,
      name,
      state,
      deeds,
      tasks,
    })),
    preferences: preferences.map((p) => ({ lang: p.lang, country: p.country })),
    facts: facts.map((f) => ({ place: f.place, facts: json(f.facts) })),
    linkedAccounts: linked.map(({ account }) => account),
    drafts: drafts.map(({ at, draft }) => ({ at, draft: json(draft) })),
    absences: absences.map((a) => ({ from: a.from_day, until: a.until_day })),
    consoleKeys,
    references: await referencesOf(db, traces),
    reminders: reminders.map(({ kind, what, at }) => ({ kind, what, at })),
    waiting: traces.inbox.length,
    audit: seen.map((s) => ({ ...s, version: Number(s.version) })),
  };
}

async function talks(db: Kysely<Schema>, { tenant, conversations }: Traces): Promise<PersonExport['conversations']> {
  const heads = await among(conversations, (some) =>
    db.selectFrom('conversations').selectAll().where('tenant', '=', tenant).where('id', 'in', some).execute(),
  );
  const out: PersonExport['conversations'] = [];
  for (const { id, channel, lang, country, opened_at: openedAt, used_at: usedAt } of heads) {
    const turns = await db
      .selectFrom('turns')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('conversation', '=', id)
      .orderBy('at')
      .execute();
    const given = await among(turns, (some) =>
      db
        .selectFrom('feedback')
        .select(['turn', 'verdict'])
        .where('tenant', '=', tenant)
        .where(
          'turn',
          'in',
          some.map((t) => t.id),
        )
        .execute(),
    );
    const said = turns.map(({ id: turn, at, question, answer }) => ({
      ...{ at, question },
      answer: String(field(answer, 'text') ?? ''),
      feedback: given.filter((g) => g.turn === turn).map((g) => g.verdict),
    }));
    out.push({ id, channel, lang, country, openedAt, usedAt, turns: said });
  }
  return out;
}

async function referencesOf(db: Kysely<Schema>, { tenant, references }: Traces) {
  const out: PersonExport['references'] = [];
  for (const { kind, key } of references)
    out.push(
      ...(await db
        .selectFrom('kept')
        .select(['kind', 'item', 'at'])
        .where('tenant', '=', tenant)
        .where('kind', '=', kind)
        .where('key', '=', key)
        .execute()),
    );
  return out;
}

function field(text: string, name: string): unknown {
  const value = json(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
