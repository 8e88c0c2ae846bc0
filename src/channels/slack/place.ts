/** Where something was said in Slack, and where its answer goes. */
export type Where = {
  channel: string;
  /** The message that the thread hangs on; empty for the direct message itself, outside of any thread. */
  root: string;
  /** The thread is there. Under a message that nobody has replied to, a note for one person alone would not be seen (chat.postEphemeral). */
  threaded: boolean;
  /** Others read along. */
  shared: boolean;
};

/** `C024BE91L:1712345678.000100:ts`. Short, since it travels in the id of every block with buttons. */
export function packWhere({ channel, root, threaded, shared }: Where): string {
  return `${channel}:${root}:${threaded ? 't' : ''}${shared ? 's' : ''}`;
}
export function unpackWhere(packed: string): Where | undefined {
  const match = /^([A-Z][A-Z0-9]{1,40}):(\d{1,20}\.\d{1,20})?:(t?)(s?)$/.exec(packed);
  if (!match?.[1]) return undefined;
  const [, channel, root = '', threaded, shared] = match;
  return { channel, root, threaded: threaded === 't', shared: shared === 's' };
}

/**
 * One person's conversation in one thread. What varsam shows in a room, it shows to one person first; so what it remembers there is that person's too, and
 * nobody answers another's screening.
 */
export function conversationOf({ channel, root }: Pick<Where, 'channel' | 'root'>, user: string): string {
  return `${channel}/${root || '-'}/${user}`;
}

/** The place of a conversation of this person's; undefined for anybody else's, and for what is no conversation in Slack. */
export function whereIs(conversation: string, user: string): Where | undefined {
  const [channel = '', root = '', of] = conversation.split('/');
  if (of !== user) return undefined;
  const shared = !channel.startsWith('D');
  return unpackWhere(packWhere({ channel, root: root === '-' ? '' : root, threaded: root !== '-', shared }));
}

/** The id of a block: the place, and what tells it from the others on the card. */
export function blockId(place: string, part: string | number): string {
  return `${place}|${part}`;
}
export function placeIn(block: string): Where | undefined {
  return unpackWhere(block.split('|')[0] ?? '');
}
