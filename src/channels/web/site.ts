import type { Request, Response } from 'express';
import type { StoredTurn } from '../../app/ports.ts';
import type { Outgoing } from '../../core/message.ts';
import { createAsking } from './asking.ts';
import { type Assets, loadAssets } from './assets.ts';
import { type ChatInput, chatPage } from './chat-page.ts';
import { conversationOf, ID, personOf, settingsOf } from './cookies.ts';
import { pageLang, type Reader } from './reader.ts';
import type { WebDeps } from './server.ts';
import { sessionOf } from './session.ts';
import { drawn, envelope } from './work.ts';

/** Turns of a conversation that a page shows. */
const SHOWN_TURNS = 50;

type Shown = {
  reader: Reader;
  turns: readonly StoredTurn[];
  /** What has just come; absent: what the conversation is at. */
  cards?: readonly Pick<Outgoing, 'card' | 'files'>[];
  failed?: ChatInput['failed'];
};

/** What the routes share. */
export type Site = WebDeps & {
  assets: Assets;
  asking: ReturnType<typeof createAsking>;
  /** Who reads, and the last turns of their conversation. */
  visit: (req: Request) => Promise<{ reader: Reader; turns: StoredTurn[] }>;
  /** The whole page of the chat, with the card of the screening under way, or those given. */
  showChat: (req: Request, res: Response, shown: Shown) => Promise<void>;
  /** Which of those turns' questions are still kept for those responsible, by id, each with the words that are kept. */
  kept: (reader: Reader, turns: readonly StoredTurn[]) => Promise<Map<string, string>>;
};

export function createSite(deps: WebDeps): Site {
  const { store, config } = deps;
  const site: Site = {
    ...deps,
    assets: loadAssets(),
    asking: createAsking(),
    visit: async (req) => {
      const settings = settingsOf(req, { lang: config.lang ?? null, country: config.country });
      const conversation = conversationOf(req);
      const turns = conversation ? await store.turns(config.tenant, conversation, SHOWN_TURNS) : [];
      const lang = pageLang(settings, turns.at(-1)?.answer.lang, req);
      return { reader: { lang, settings, conversation, signedIn: sessionOf(req) !== undefined }, turns };
    },
    kept: async (reader, turns) => {
      if (!turns.some((t) => t.answer.status === 'unsure')) return new Map();
      const open = await store.openQuestions(config.tenant);
      return new Map(open.filter((q) => q.conversation === reader.conversation).map((q) => [q.id, q.question]));
    },
    showChat: async (req, res, { reader, turns, cards, failed }) => {
      const kept = await site.kept(reader, turns);
      const noted = typeof req.query.noted === 'string' ? req.query.noted : null;
      const work = cards ? drawn(cards, site, true) : drawn(await underWay(req, reader, site), site, false);
      const input = {
        assessments: deps.assessment !== undefined,
        reader,
        turns,
        kept,
        noted,
        token: deps.ids.next(),
        failed,
        work,
      };
      res.type('html').send(chatPage(input, deps.knowledge, site.assets));
    },
  };
  return site;
}

/** The screening that the address names, or the one under way in the conversation. */
async function underWay(req: Request, reader: Reader, site: Site): Promise<Pick<Outgoing, 'card'>[]> {
  const { conversation } = reader;
  if (!conversation) return [];
  const named = typeof req.query.session === 'string' && ID.test(req.query.session) ? req.query.session : undefined;
  const who = { conversation, person: personOf(req) ?? conversation };
  const card = await site.showing(envelope(who, reader, site), named);
  return card ? [{ card }] : [];
}
