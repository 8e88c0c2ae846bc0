import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Accounts } from '../app/account-ports.ts';
import type { ChannelFacts, Claims, Preferences } from '../app/converse-ports.ts';
import type { Insights } from '../app/insight-ports.ts';
import type { Deliveries, Experts, Groups, Notices } from '../app/learn-ports.ts';
import type { Store } from '../app/ports.ts';
import type { Assessments, Sessions } from '../app/screening-ports.ts';
import { createAccounts } from './accounts.ts';
import { createAssessments } from './assessments.ts';
import { createClaims } from './claims.ts';
import { reasonOf, StoreError } from './errors.ts';
import { createExperts } from './experts.ts';
import { createGroups } from './groups.ts';
import { createInsights } from './insights.ts';
import { migrate } from './migrations.ts';
import { createDeliveries, createNotices } from './notices.ts';
import { createChannelFacts, createPreferences } from './remembered.ts';
import type { Schema } from './schema.ts';
import { createSessions } from './sessions.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
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
  insights: Insights;
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

/** The same place with everything in it. Closing `store` closes all of it. */
export async function openSqlite(file: string, options: StoreOptions = {}): Promise<Stores> {
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(file) });
  try {
    if (file !== ':memory:') reserve(file);
    await sql`select 1`.execute(db);
    await migrate(db);
  } catch (error) {
    await db.destroy().catch(() => undefined); // It never opened: the reason below is the one that helps.
    if (error instanceof StoreError) throw error;
    throw new StoreError('unopenable', `The store ${file} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
  return {
    store: createStore(db, options),
    assessments: createAssessments(db),
    accounts: createAccounts(db),
    sessions: createSessions(db, options),
    claims: createClaims(db),
    facts: createChannelFacts(db),
    preferences: createPreferences(db),
    groups: createGroups(db, options),
    experts: createExperts(db, options),
    notices: createNotices(db, options),
    deliveries: createDeliveries(db),
    insights: createInsights(db, options),
  };
}

/**
 * Only a file that is not there is opened here, and closed in the same breath: closing a second handle on a database drops every lock
 * that this process holds on it (POSIX), and then two writers could meet.
 */
function reserve(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
