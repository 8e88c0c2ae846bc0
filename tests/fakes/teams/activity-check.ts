import { checkCard } from './card-check.ts';
import type { Json } from './payloads.ts';

/** What is wrong with an activity that the bot sends, after the Teams platform documentation. */
const KEYS = [
  'type',
  'text',
  'textFormat',
  'locale',
  'summary',
  'attachments',
  'entities',
  'channelData',
  'from',
  'recipient',
  'conversation',
  'replyToId',
  'id',
];
const ATTACHMENTS: Record<string, (attachment: Json) => string[]> = {
  'application/vnd.microsoft.card.adaptive': (a) => checkCard(a.content).faults,
  'application/vnd.microsoft.teams.card.file.consent': (a) => {
    const { description, sizeInBytes, acceptContext, declineContext } = a.content as Json;
    const whole =
      typeof a.name === 'string' && description && Number(sizeInBytes) > 0 && acceptContext && declineContext;
    return whole ? [] : ['half a question about a file'];
  },
  'application/vnd.microsoft.teams.card.file.info': (a) => {
    const { uniqueId, fileType } = a.content as Json;
    return a.contentUrl && a.name && uniqueId && fileType ? [] : ['half of a file'];
  },
};

export function activityFaults(activity: Json): string[] {
  const faults = Object.keys(activity)
    .filter((k) => !KEYS.includes(k))
    .map((k) => `unknown property ${k}`);
  const attachments = (activity.attachments ?? []) as Json[];
  const entities = (activity.entities ?? []) as Json[];
  if (!['message', 'typing'].includes(String(activity.type))) faults.push(`type ${String(activity.type)}`);
  if (activity.type === 'message' && !activity.text && attachments.length === 0) faults.push('a message of nothing');
  const utf16 = JSON.stringify(activity).replace(/data:image\/[a-z]+;base64,[A-Za-z0-9+/=]+/g, '').length * 2;
  if (utf16 > 100_000) faults.push(`${utf16} bytes of message`);
  for (const attachment of attachments) {
    const check = ATTACHMENTS[String(attachment.contentType)];
    faults.push(...(check ? check(attachment) : [`unknown attachment ${String(attachment.contentType)}`]));
  }
  const labels = entities.filter((e) => e.type === 'https://schema.org/Message');
  if (labels.length > 1) faults.push('Multiple root message entities found');
  for (const label of labels) faults.push(...labelFaults(label, String(activity.text ?? '')));
  return faults;
}

function labelFaults(label: Json, text: string): string[] {
  const faults: string[] = [];
  const say = (ok: unknown, fault: string) => {
    if (!ok) faults.push(fault);
  };
  say(label['@type'] === 'Message' && label['@context'] === 'https://schema.org', 'a label without its type');
  say((label.additionalType as string[] | undefined)?.includes('AIGeneratedContent'), 'no AI label');
  const citations = (label.citation ?? []) as Json[];
  say(citations.length <= 20, 'more than 20 citations');
  for (const c of citations) {
    const { name, abstract, keywords = [], ...looks } = (c.appearance ?? {}) as Json;
    say(c['@type'] === 'Claim' && looks['@type'] === 'DigitalDocument', 'a citation without its type');
    say(text.includes(`[${String(c.position)}]`), `citation ${String(c.position)} is not in the words`);
    say(typeof name === 'string' && name.length > 0 && name.length <= 80, 'name of a citation');
    say(typeof abstract === 'string' && abstract.length > 0 && abstract.length <= 160, 'abstract of a citation');
    say(
      (keywords as string[]).length <= 3 && (keywords as string[]).every((k) => k.length <= 28),
      'keywords of a citation',
    );
  }
  return faults;
}
