import type { WebClient } from '@slack/web-api';
import type { Tell } from '../../app/learn-ports.ts';
import { type Message, messagesOf } from './blocks.ts';
import { type Desk, directTo, drawnAt, type Memory, patiently, type SlackDeps } from './desk.ts';
import { nextStep, tellingSteps } from './once.ts';
import { whereIs } from './place.ts';

/** What it takes to speak first. `apiFor` gives Slack as the workspace of a tenant lets us call it, and rejects where the app is not installed there. */
type Teller = { deps: SlackDeps; memory: Memory; apiFor: (tenant: string) => Promise<WebClient> };

/** A channel, or a person, as `owners.*.to.slack` names one. */
const ROOM = /^[CGD][A-Z0-9]{2,40}$/;
const PERSON = /^[UW][A-Z0-9]{2,40}$/;

/**
 * Shows a card that nobody has asked for just now: to an office in its room, or to a person in their direct message. What was asked in a room is told there as
 * well: a note in a room that one person alone sees is lost when they are away. Its buttons belong to the conversation in which it was asked.
 *
 * Rejects where it can't be shown now: with Slack's own refusal (`not_in_channel` for a room that varsam was not invited to), or an Error for an address that is
 * none of Slack's.
 */
export function teller({ deps, memory, apiFor }: Teller): Tell {
  return async ({ tenant, conversation, user }, { card }, once) => {
    const steps = once && { steps: tellingSteps(once) };
    const desk: Desk = { deps, memory, api: await apiFor(tenant), team: tenant, user: user ?? conversation, ...steps };
    if (user === null) {
      const channel = await roomOf(desk, conversation);
      const where = { channel, root: '', threaded: false, shared: !channel.startsWith('D') };
      await postAll(desk, messagesOf(card, drawnAt(desk, card, where)), { channel });
      return;
    }
    const where = whereIs(conversation, user);
    if (!where) throw new Error('a conversation that is none of this person’s in Slack');
    const messages = messagesOf(card, drawnAt(desk, card, where));
    const { channel, root, threaded } = where;
    if (where.shared) await postAll(desk, messages, { channel: await directTo(desk) });
    else await postAll(desk, messages, { channel, ...(threaded && root ? { thread_ts: root } : {}) });
  };
}

async function roomOf(desk: Desk, conversation: string): Promise<string> {
  if (PERSON.test(conversation)) return directTo(desk);
  if (ROOM.test(conversation)) return conversation;
  throw new Error('a room that is none of Slack’s: its id begins with C');
}

async function postAll(
  desk: Desk,
  messages: readonly Message[],
  at: { channel: string; thread_ts?: string },
): Promise<void> {
  for (const { text, blocks } of messages) {
    const { made, metadata } = await nextStep(desk, { channel: at.channel, root: at.thread_ts ?? '' });
    if (made !== undefined) continue;
    const body = { ...at, text, blocks, unfurl_links: false, unfurl_media: false, ...metadata };
    await patiently(() => desk.api.chat.postMessage(body));
  }
}
