import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Response } from 'express';
import type { Accounts } from '../../src/app/account-ports.ts';
import { answerQuestion } from '../../src/app/answer-question.ts';
import { converse } from '../../src/app/converse.ts';
import { type Asked, type Handled, handleQuestion } from '../../src/app/handle-question.ts';
import type { Learn } from '../../src/app/learn-ports.ts';
import { tooOften } from '../../src/app/pace.ts';
import type { Log, Store } from '../../src/app/ports.ts';
import type { Assessments, Sessions } from '../../src/app/screening-ports.ts';
import { showing } from '../../src/app/showing.ts';
import { createWebApp, type Listening, listen, type WebDeps } from '../../src/channels/web/server.ts';
import { readConfig } from '../../src/config.ts';
import { defaultMunicipality } from '../../src/core/assessment/default-municipality.ts';
import { answerCard } from '../../src/core/cards/answer-card.ts';
import type { Knowledge } from '../../src/core/guideline.ts';
import { LOCAL_TENANT } from '../../src/core/message.ts';
import { open } from '../../src/main.ts';
import { openSqlite } from '../../src/store/open.ts';

type Handle = (asked: Asked, onText?: (text: string) => void) => Promise<Handled>;
export type Site = Listening & {
  store: Store;
  sessions: Sessions;
  assessments: Assessments;
  accounts: Accounts;
  learn: Learn;
  knowledge: Knowledge;
  /** Everything that is stored, byte for byte, as text. */
  stored: () => string;
  /** What was logged, as text: no question may stand in it. */
  logged: string[];
  /** What came to the door, and what stands behind it; a test may put something else there. */
  door: { asked: Asked[]; handle: Handle /** Everything that comes is too much. */; tooOften?: boolean };
  /** Breaks every connection that waits for an answer. */
  cut: () => void;
  /** Puts the real door back. */
  reset: () => void;
};

/** The web chat on a free port of this machine, with the real knowledge and a store that ends with it. */
export async function startSite(
  setup: {
    signIn?: (url: string, deps: Pick<WebDeps, 'clock' | 'log'>) => Promise<NonNullable<WebDeps['signIn']>>;
    host?: string;
    publicUrl?: string;
    learn?: Partial<Learn>;
  } = {},
): Promise<Site> {
  const logged: string[] = [];
  const note = (...parts: unknown[]) => {
    logged.push(parts.map((p) => (p instanceof Error ? p.name : JSON.stringify(p))).join(' '));
  };
  const log: Log = { info: note, warn: note, error: note };
  const dataDir = mkdtempSync(join(tmpdir(), 'varsam-web-'));
  const varsam = await open(readConfig({ VARSAM_DATA_DIR: dataDir }), { log });
  const database = join(dataDir, 'site.db');
  const stores = await openSqlite(database);
  const { store, sessions, assessments } = stores;
  const clock = { now: () => new Date('2026-11-18T09:00:00.000Z') };
  let made = 0;
  const ids = { next: () => `${String(++made).padStart(12, '0')}-${randomUUID().slice(9)}` };
  const { knowledge } = varsam;
  const learn = { ...varsam.learn, ...stores, ...setup.learn };

  const real: Handle = (asked, onText) => handleQuestion(asked, { ...varsam, store, learn, clock, ids }, onText);
  const door: Site['door'] = { asked: [], handle: real };
  const deps = { ...varsam, ...stores, learn, clock, ids, log };
  /** Questions go through the door that a test may change; everything else is the product's own. */
  const throughDoor: WebDeps['converse'] = async (incoming, onText) => {
    const never = { over: async () => (door.tooOften ? 7 : 0) };
    const refused = await tooOften(incoming, never, { knowledge });
    if (refused) return refused;
    if (incoming.kind !== 'text') return converse(incoming, deps, onText);
    const { tenant, conversation, channel, text, lang, country } = incoming;
    const asked: Asked = { tenant, conversation, channel, text, lang, country, capture: true };
    door.asked.push(asked);
    if (door.handle === real) return converse(incoming, deps, onText);
    const handled = await door.handle(asked, onText);
    if (handled.kind === 'invalid') throw new Error('a test’s door takes every question');
    const { turn, answer, captured } = handled;
    const view = { lang: answer.lang, country, knowledge };
    const state = { captured: captured !== null, place: 'private' } as const;
    return [{ card: answerCard(view, { id: turn, answer }, state), replaces: false, turn }];
  };
  const waiting = new Set<Response>();
  const app = express();
  app.use((_req, res, next) => {
    waiting.add(res.once('close', () => waiting.delete(res)));
    next();
  });
  const server = await listen(app, { host: '127.0.0.1', port: 0 }, 1000);
  const signIn = await setup.signIn?.(server.url, { clock, log });
  const config = {
    tenant: LOCAL_TENANT,
    host: setup.host ?? '127.0.0.1',
    publicUrl: setup.publicUrl ?? (signIn && server.url),
    country: 'NO',
    lang: undefined,
  } as const;
  app.use(
    createWebApp({
      signIn,
      converse: throughDoor,
      showing: (from, session) => showing(from, deps, session),
      store,
      assessment: {
        assessments,
        audit: stores.audit,
        mask: varsam.mask,
        municipality: defaultMunicipality,
        exportDocument: varsam.exportDocument,
      },
      register: { ...stores, mask: varsam.mask, municipality: defaultMunicipality },
      console: {
        learn,
        insights: stores.insights,
        retriever: varsam.retriever,
        tryOut: (text, { lang, country }) =>
          answerQuestion({ text, history: [], lang, fallbackLang: 'nb', country }, { ...varsam, model: undefined }),
      },
      knowledge,
      clock,
      ids,
      log,
      config,
    }),
  );
  const cut = () => {
    for (const res of waiting) res.socket?.destroy();
  };

  const close = async () => {
    await server.close();
    await store.close();
    await varsam.close();
    rmSync(dataDir, { recursive: true });
  };
  const stored = () =>
    [database, `${database}-wal`]
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('');
  const reset = () => {
    door.asked.length = 0;
    door.handle = real;
    door.tooOften = false;
    logged.length = 0;
  };
  return {
    ...server,
    close,
    store,
    sessions,
    assessments,
    accounts: stores.accounts,
    learn,
    knowledge,
    stored,
    logged,
    door,
    cut,
    reset,
  };
}
