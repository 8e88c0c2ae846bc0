import { load } from 'cheerio';
import { messagesOf } from '../../src/channels/slack/blocks.ts';
import { packWhere } from '../../src/channels/slack/place.ts';
import { adaptiveCard } from '../../src/channels/teams/adaptive.ts';
import { cardHtml } from '../../src/channels/web/card.ts';
import { speaker } from '../../src/channels/web/reader.ts';
import type { Card } from '../../src/core/card.ts';
import { say } from '../../src/core/locale.ts';
import { messageFaults } from '../fakes/slack/block-rules.ts';
import { checkCard } from '../fakes/teams/card-check.ts';
import { realKnowledge } from '../support/knowledge.ts';

const place = packWhere({ channel: 'C024BE91L', root: '1700000000.000100', threaded: true, shared: true });
/** What nobody may ever see: of another municipality, and of our own inside. */
export const FOREIGN = 'Hemmeligvik';
const INSIDE = [FOREIGN, 'You answer questions', '/src/', 'node_modules', 'SqliteError', 'at Object.', 'ZodError'];

/** What is active on a card as each channel draws it, and is not ours; empty where nothing is. */
export function activeOn(card: Card): string[] {
  const { locales } = realKnowledge();
  const t = (key: string, values?: Record<string, string | number>) => say(locales, card.lang, key, values);
  const found: string[] = [];
  const slack = messagesOf(card, { place, lang: card.lang, say: t, href: () => undefined, surface: 'message' });
  for (const { text, blocks } of slack) {
    found.push(...messageFaults(blocks).map((f) => `Slack would refuse it: ${f}`), ...marks(text));
    walk(blocks, (node) => {
      if (node.type === 'mrkdwn') found.push(...marks(String(node.text)));
      if (['link', 'user', 'usergroup', 'broadcast', 'channel'].includes(String(node.type)))
        found.push(`Slack: ${JSON.stringify(node)}`);
      if (typeof node.url === 'string') found.push(`Slack: ${node.url}`);
    });
  }
  const teams = adaptiveCard(card, { t, href: () => null, picture: () => undefined, press: 'execute' });
  checkCard(teams);
  walk(teams, (node) => {
    if (node.type === 'Action.OpenUrl' || node.type === 'mention') found.push(`Teams: ${JSON.stringify(node)}`);
    if (node.type === 'TextBlock' && /(?<!\\)\[[^\]]*\]\(|<at>/.test(String(node.text)))
      found.push(`Teams: ${node.text}`);
  });
  const $ = load(cardHtml(card, { t: speaker(realKnowledge(), card.lang), key: 'w0', fresh: false }).text);
  $('script, iframe, object, embed, link, meta, base').each((_, el) => void found.push(`web: <${el.tagName}>`));
  $('*').each((_, el) => {
    for (const [name, value] of Object.entries('attribs' in el ? el.attribs : {})) {
      if (/^on/i.test(name)) found.push(`web: ${name}`);
      if (['href', 'src', 'action', 'formaction'].includes(name) && !/^(?:\/(?!\/)|#|data:image\/svg)/.test(value))
        found.push(`web: ${name}=${value}`);
    }
  });
  for (const word of INSIDE) if (JSON.stringify(card).includes(word)) found.push(`it says ${word}`);
  return found;
}

/** Mentions and links in Slack's own way of writing them. */
const marks = (text: string): string[] =>
  (text.match(/<[!@#][^>]*>|<(?:https?|mailto):[^>]*>/g) ?? []).map((m) => `Slack: ${m}`);

function walk(value: unknown, look: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, look);
  else if (typeof value === 'object' && value !== null) {
    look(value as Record<string, unknown>);
    for (const one of Object.values(value)) walk(one, look);
  }
}
