import type { Tell } from '../../app/learn-ports.ts';
import { type Desk, personal, post } from './desk.ts';
import { roomOf } from './inbound.ts';
import { roomKey } from './references.ts';
import { publicMessage, sealedAt, showInPerson, showOwnView } from './show.ts';
import { WireError } from './wire.ts';

/** Shows a card that nobody has asked for just now: to a person in their personal chat, or to a room. @throws WireError where neither is known */
export function teller(desk: Desk): Tell {
  const { references } = desk.deps;
  return async ({ tenant, conversation, user }, out) => {
    const { country, lang } = desk.deps.config;
    if (user === null) {
      const room = await references.get(roomKey(conversation));
      if (!room) throw new WireError(404, 'no message has come from this room');
      await post(desk, room, await publicMessage(desk, out.card));
      return;
    }
    const inThread = conversation.endsWith(`/${user}`) && !conversation.startsWith('dialog/');
    const envelope = {
      event: 'told',
      tenant,
      channel: 'teams',
      conversation,
      place: conversation,
      user,
      lang,
      country,
    } as const;
    const chat = await personal(desk, user);
    if (chat) {
      await showInPerson(desk, chat, [out], { user, ...(inThread ? { at: sealedAt(desk, envelope) } : {}) });
      return;
    }
    const thread = conversation.slice(0, -user.length - 1);
    const room = inThread ? await references.get(roomKey(roomOf(thread))) : undefined;
    if (!room) throw new WireError(404, 'no personal chat is known');
    await showOwnView(desk, { envelope, mri: undefined, here: { ...room, conversation: thread } }, out.card);
  };
}
