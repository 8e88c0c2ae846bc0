import type { Kysely } from 'kysely';
import type { Accounts } from '../app/account-ports.ts';
import type { Absences, Marks } from '../app/calendar-ports.ts';
import type { ChannelFacts, Claims, Preferences } from '../app/converse-ports.ts';
import type { Inbox } from '../app/inbox-ports.ts';
import type { Insights } from '../app/insight-ports.ts';
import type { Kept } from '../app/kept-ports.ts';
import type { Deliveries, Experts, Groups, Notices, Passes } from '../app/learn-ports.ts';
import type { RemovalDrafts, Removals } from '../app/moderation-ports.ts';
import type { Store } from '../app/ports.ts';
import type { Audit, People, PersonalData, Retention } from '../app/privacy-ports.ts';
import type { Assessments, Sessions } from '../app/screening-ports.ts';
import { createAccounts } from './accounts.ts';
import { createAssessments } from './assessments.ts';
import { auditor, createAudit } from './audit.ts';
import { createAbsences, createMarks } from './calendar.ts';
import { createClaims } from './claims.ts';
import { postgresDatabase, sqliteDatabase } from './databases.ts';
import { createExperts } from './experts.ts';
import { groupCommit, type Writer } from './group-commit.ts';
import { createGroups } from './groups.ts';
import { createInbox } from './inbox.ts';
import { createInsights } from './insights.ts';
import { createKept } from './kept.ts';
import { createDeliveries, createNotices } from './notices.ts';
import { createPasses } from './passes.ts';
import { createPeople } from './people.ts';
import { createPersonalData } from './personal-data.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import { createChannelFacts, createPreferences } from './remembered.ts';
import { createRemovalDrafts, createRemovals } from './removals.ts';
import { createRetention } from './retention.ts';
import type { Schema } from './schema.ts';
import { type Keys, passingKeys } from './seal.ts';
import { createSessions } from './sessions.ts';
import { createStore, type StoreOptions } from './store.ts';

export type Stores = {
  store: Store;
  assessments: Assessments;
  accounts: Accounts;
  sessions: Sessions;
  claims: Claims;
  facts: ChannelFacts;
  preferences: Preferences;
  groups: Groups;
  experts: Experts;
  notices: Notices;
  deliveries: Deliveries;
  passes: Passes;
  insights: Insights;
  removals: Removals;
  drafts: RemovalDrafts;
  inbox: Inbox;
  kept: Kept;
  absences: Absences;
  marks: Marks;
  people: People;
  audit: Audit;
  retention: Retention;
  personal: PersonalData;
};

/**
 * Opens the store in a file, creating what is missing: the folder for its owner only (0700), the file likewise (0600; SQLite gives
 * its side files the same). What exists keeps the rights it has. ':memory:' gives a store that ends with the process.
 *
 * @throws StoreError `unopenable` (no permission, no database, …), `newer`, or `failed`
 */
export async function openSqliteStore(file: string, options: StoreOptions = {}): Promise<Store> {
  return (await openSqlite(file, options)).store;
}

/** The same place with everything in it. Closing `store` closes all of it. `keys` encrypt what must be; without them, some that end with the process. */
export async function openSqlite(file: string, options: Options = {}): Promise<Stores> {
  const db = await sqliteDatabase(file);
  const write = groupCommit(db);
  return storesOn(db, { ...options, write, contested: write });
}

/**
 * Opens the store in a Postgres database, bringing its tables up to date first; processes that start at once wait for each other there. The driver is loaded
 * with the first call.
 *
 * @throws StoreError `away` (nobody answers), `unopenable` (refused, or an address that can't be read), `newer`, or `failed`
 */
export async function openPostgres(settings: PostgresSettings, options: Options = {}): Promise<Stores> {
  const db = await postgresDatabase(settings);
  // Where another process is faster, its own work is undone and tried again, and nobody else's with it.
  const contested: Writer = (work) => db.transaction().execute(work);
  return storesOn(db, { ...options, write: groupCommit(db), contested });
}

type Options = StoreOptions & { keys?: Keys };

/** Every port on a database whose tables are up to date. `contested` writes what processes overtake each other in. */
function storesOn(
  db: Kysely<Schema>,
  { write, contested, ...options }: Options & { write: Writer; contested: Writer },
): Stores {
  const keys = options.keys ?? passingKeys();
  const audit = auditor(keys);
  return {
    store: createStore(db, write, options),
    assessments: createAssessments(db, audit),
    accounts: createAccounts(db),
    sessions: createSessions(db, options),
    claims: createClaims(db),
    facts: createChannelFacts(db),
    preferences: createPreferences(db),
    groups: createGroups(db, contested, options),
    experts: createExperts(db, options),
    notices: createNotices(db, options),
    deliveries: createDeliveries(db),
    passes: createPasses(db),
    insights: createInsights(db, options),
    removals: createRemovals(db),
    drafts: createRemovalDrafts(db),
    inbox: createInbox(db, write, { ...options, keys }),
    kept: createKept(db, keys),
    people: createPeople(write),
    audit: createAudit(db, write, audit),
    retention: createRetention(db),
    personal: createPersonalData(db, keys, audit),
    absences: createAbsences(db),
    marks: createMarks(db),
  };
}
