import type { Request } from 'express';
import type { StoredTurn } from '../../app/ports.ts';
import { createAsking } from './asking.ts';
import { type Assets, loadAssets } from './assets.ts';
import { conversationOf, settingsOf } from './cookies.ts';
import { pageLang, type Reader } from './reader.ts';
import type { WebDeps } from './server.ts';

/** Until people sign in, everybody on a machine is one tenant. */
export const TENANT = 'local';
/** Turns of a conversation that a page shows. */
const SHOWN_TURNS = 50;

/** What the routes share. */
export type Site = WebDeps & {
  assets: Assets;
  asking: ReturnType<typeof createAsking>;
  /** Who reads, and the last turns of their conversation. */
  visit: (req: Request) => Promise<{ reader: Reader; turns: StoredTurn[] }>;
  /** The ids of those turns whose question is still kept for those responsible. */
  kept: (reader: Reader, turns: readonly StoredTurn[]) => Promise<Set<string>>;
};

export function createSite(deps: WebDeps): Site {
  const { store, config } = deps;
  return {
    ...deps,
    assets: loadAssets(),
    asking: createAsking(),
    visit: async (req) => {
      const settings = settingsOf(req, { lang: config.lang ?? null, country: config.country });
      const conversation = conversationOf(req);
      const turns = conversation ? await store.turns(TENANT, conversation, SHOWN_TURNS) : [];
      return { reader: { lang: pageLang(settings, turns.at(-1)?.answer.lang, req), settings, conversation }, turns };
    },
    kept: async (reader, turns) => {
      if (!turns.some((t) => t.answer.status === 'unsure')) return new Set();
      const open = await store.openQuestions(TENANT);
      return new Set(open.filter((q) => q.conversation === reader.conversation).map((q) => q.id));
    },
  };
}
