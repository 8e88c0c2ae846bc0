import { errorKey } from '../../app/trouble.ts';
import type { Card } from '../../core/card.ts';
import { errorCard } from '../../core/cards/answer-card.ts';
import type { Screening } from '../../core/guideline.ts';
import { say } from '../../core/locale.ts';
import type { Envelope, Incoming, Outgoing } from '../../core/message.ts';
import { header, paragraphs } from './blocks.ts';
import { responded, show, type Target } from './deliver.ts';
import { type Desk, directTo, langOf, passes, patiently, refusalOf, tenantOf } from './desk.ts';
import { bodyWithin, isSlacks, patientFetch } from './fetch.ts';
import { type Defaults, type Dropped, envelope, type FromCommand, type FromEvent, type Said } from './inbound.ts';
import { LIMITS } from './limits.ts';
import { nextStep } from './once.ts';
import { conversationOf, type Where } from './place.ts';
import { signOfLife } from './signs.ts';
import { draftIn } from './stream.ts';
import { slackText } from './strings.ts';
import { cut } from './text.ts';

/** What somebody says in Slack, and what comes of it. */

export const defaultsOf = ({ deps }: Pick<Desk, 'deps'>): Defaults => ({
  country: deps.config.country,
  lang: deps.config.lang,
});

/**
 * Whatever goes wrong is told with a code that stands in the log; `tell` shows the card that says so. Where Slack was not reached there is nothing to tell it with: the
 * work is done again later, while there are tries left.
 */
export async function guarded(
  desk: Desk,
  work: () => Promise<unknown>,
  tell: (card: Card) => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { deps, steps } = desk;
    if (steps && !steps.work.last && passes(error)) throw error;
    const code = deps.ids.next().slice(-8);
    deps.log.error('slack.failed', error, { code, why: refusalOf(error) });
    try {
      const { country } = deps.config;
      await tell(errorCard({ lang: await langOf(desk), country, knowledge: deps.knowledge }, code, errorKey(error)));
    } catch (fault) {
      deps.log.error('slack.untold', fault, { code });
    }
  }
}

/** Puts something to the house, and remembers where a screening is, for the person's home tab. */
export async function ask(desk: Desk, incoming: Incoming, onText?: (text: string) => void): Promise<Outgoing[]> {
  await desk.memory.turn();
  const work = workOf(desk, incoming);
  const out = await desk.deps.converse({ ...incoming, tenant: tenantOf(desk), ...(work ? { work } : {}) }, onText);
  if (out.some(({ card }) => hasSession(card)))
    await desk.deps.people.note(desk.team, desk.user, incoming.conversation);
  // To draw it is work as well.
  await desk.memory.turn();
  return out;
}

/** Each file of a message is work of its own. */
function workOf({ steps }: Desk, { event }: Incoming): Incoming['work'] {
  if (!steps) return undefined;
  const [, part] = /#(\d+)$/.exec(event) ?? [];
  const { work, tries } = steps.work;
  return { id: part && part !== '0' ? `${work}-${part}` : work, again: tries > 1 };
}

const hasSession = (card: Card): boolean =>
  card.parts.some(
    (part) =>
      (part.kind === 'form' && part.submit.action !== undefined && 'session' in part.submit.action) ||
      (part.kind === 'buttons' && part.buttons.some(({ action }) => action !== undefined && 'session' in action)),
  );

/** A message: seen at once, shown as it is written, and answered. */
export async function onSaid(desk: Desk, given: Said): Promise<void> {
  const said = await ours(desk, given);
  if (!said) return;
  const { where, from } = said;
  const sign = signOfLife(desk, where, said.message);
  let answered = false;
  const work = guarded(
    desk,
    async () => {
      await nameThread(desk, said);
      for (const incoming of await incomingOf(desk, said)) {
        const draft = incoming.kind === 'text' && !where.shared ? draftIn(desk, where) : undefined;
        const out = await ask(desk, incoming, draft?.grow).finally(() => draft?.end());
        const ts = await draft?.end();
        answered ||= out.length > 0;
        await show(desk, ts ? inPlace(out) : out, { where, takes: ts ? taken(where.channel, ts) : undefined });
      }
    },
    (card) => show(desk, [{ card, replaces: false }], { where }),
  );
  await work.finally(() => sign.end(answered && from.shared !== true));
}

const inPlace = ([first, ...rest]: Outgoing[]): Outgoing[] => (first ? [{ ...first, replaces: true }, ...rest] : []);
const taken = (channel: string, ts: string) => ({ channel, ts, ephemeral: false, respond: undefined });

/** A thread is ours where this person has asked us something in it. */
async function ours(desk: Desk, said: Said): Promise<Said | undefined> {
  const { deps, memory } = desk;
  if (said.followUp && !(await deps.store.conversation(tenantOf(desk), said.from.conversation))) return undefined;
  const watched = memory.watching.get(said.from.conversation);
  return watched ? { ...said, from: { ...said.from, place: watched } } : said;
}

/** Files one by one, the words with the first of them; a mention and nothing else asks who this is. */
async function incomingOf(desk: Desk, { from, text, files }: Said): Promise<Incoming[]> {
  if (files.length === 0)
    return [text ? { ...from, kind: 'text', text } : { ...from, kind: 'command', command: 'help', text: '' }];
  return filesIncoming(desk, from, files, text);
}

/** The first few files, each as work of its own; the words go with the first of them. */
export function filesIncoming(
  desk: Desk,
  from: Envelope,
  files: readonly Dropped[],
  text: string,
): Promise<Incoming[]> {
  return Promise.all(
    files
      .slice(0, MOST_FILES)
      .map((file, i) => fileIncoming(desk, { ...from, event: `${from.event}#${i}` }, file, i === 0 ? text : '')),
  );
}
const MOST_FILES = 5;

async function fileIncoming(desk: Desk, from: Envelope, file: Dropped, text: string): Promise<Incoming> {
  return { ...from, kind: 'file', name: cut(file.name, 200), bytes: await fetched(desk, file), text };
}

/** A file larger than this, in bytes, is not fetched; nor is one whose address is not Slack's: our token goes along with it. */
const LARGEST = 40 * 1024 * 1024;
const FETCH_MS = 30_000;
async function fetched({ deps, api }: Desk, { url, size }: Dropped): Promise<Uint8Array> {
  // Read as what it is to us: no picture.
  if (!url) return new Uint8Array();
  if (!isSlacks(url, deps.config.fileOrigins)) throw new Error('a file outside of Slack');
  if (size > LARGEST) return new Uint8Array();
  const headers = { authorization: `Bearer ${api.token ?? ''}` };
  const response = await patientFetch(url, { headers }, FETCH_MS);
  if (!response?.ok) throw new Error(`the file could not be fetched: ${response?.status ?? 'unreached'}`);
  // Without files:read Slack answers with a page to log in on.
  if (response.headers.get('content-type')?.startsWith('text/html'))
    throw new Error('the file could not be fetched: files:read is missing');
  return (await bodyWithin(response, LARGEST)) ?? new Uint8Array();
}

/** A thread with the assistant: who this is, and what can be asked. */
export async function onThread(
  desk: Desk,
  { where, started, watching }: Extract<FromEvent, { what: 'thread' }>,
): Promise<void> {
  const { deps, api, memory, user } = desk;
  const conversation = conversationOf(where, user);
  if (watching) memory.watching.set(conversation, watching);
  else memory.watching.delete(conversation);
  if (memory.watching.size > MOST_WATCHED) memory.watching.delete([...memory.watching.keys()][0] ?? '');
  if (!started) return;
  memory.untitled.first(conversation);
  const lang = await langOf(desk);
  const t = (key: string) => say(deps.knowledge.locales, lang, key);
  const [channel_id, thread_ts] = [where.channel, where.root];
  await guarded(
    desk,
    async () => {
      const text = t('hello');
      const step = await nextStep(desk, { channel: channel_id, root: thread_ts });
      if (step.made === undefined) {
        const quiet = { unfurl_links: false, unfurl_media: false, ...step.metadata };
        const { ts } = await patiently(() => api.chat.postMessage({ channel: channel_id, thread_ts, text, ...quiet }));
        step.mark(ts);
      }
      const prompts = ['web.example.1', 'web.example.2', 'web.example.3'].map((key) => ({
        title: t(key),
        message: t(key),
      }));
      await patiently(() =>
        api.assistant.threads.setSuggestedPrompts({
          channel_id,
          thread_ts,
          title: slackText(desk.deps.knowledge, lang, 'prompts.title'),
          prompts,
        }),
      );
    },
    async () => undefined,
  );
}
const MOST_WATCHED = 5000;

/** The first question is what a thread is called in the history of the assistant. */
async function nameThread({ api, memory, deps }: Desk, { where, from, text }: Said): Promise<void> {
  if (!text || !memory.untitled.forget(from.conversation)) return;
  await api.assistant.threads
    .setTitle({ channel_id: where.channel, thread_ts: where.root, title: cut(deps.mask(text).text, 80) })
    .catch((error: unknown) => deps.log.warn('slack.no_title', { why: refusalOf(error) || 'unreachable' }));
}

/** A thread of its own in the direct message, for what has none: a command or a shortcut. */
export async function ownThread(desk: Desk, screening: Screening): Promise<Where> {
  const { deps, api } = desk;
  const lang = await langOf(desk);
  const title = deps.knowledge.screenings.find((s) => s.id === screening)?.title[lang] ?? 'varsam';
  const channel = await directTo(desk);
  const step = await nextStep(desk, { channel, root: '' });
  if (step.made) return { channel, root: step.made, threaded: true, shared: false };
  const blocks = title.length <= LIMITS.header ? [header(title, LIMITS.header)] : paragraphs(title);
  const quiet = { unfurl_links: false, unfurl_media: false, ...step.metadata };
  const { ts } = await patiently(() => api.chat.postMessage({ channel, text: title, blocks, ...quiet }));
  step.mark(ts);
  if (!ts) throw new Error('chat.postMessage gave no ts');
  return { channel, root: ts, threaded: true, shared: false };
}

/** `/dpia-start`, `/varsam remove-comment`: goes on in a thread of the direct message. */
export async function onBegin(desk: Desk, begin: Extract<FromCommand, { what: 'begin' }>): Promise<void> {
  const { deps } = desk;
  await guarded(
    desk,
    async () => {
      const where = await ownThread(desk, begin.screening);
      const from = envelope(desk, where, begin.event, defaultsOf(desk));
      const out = await ask(desk, { ...from, kind: 'command', command: begin.command, text: begin.text });
      await show(desk, out, { where });
    },
    (card) => responded({ deps }, begin.respond, { response_type: 'ephemeral', text: card.fallback }),
  );
}

/** How long a command waits, in ms, before it is told that the search goes on. */
const SILENT_MS = 700;

/** `/varsam`: answered to this person alone, wherever it was typed. */
export async function onAsk(desk: Desk, asked: Extract<FromCommand, { what: 'ask' }>): Promise<void> {
  const { from, where, respond } = asked;
  const target: Target = { where, respond };
  let told = false;
  const timer = setTimeout(async () => {
    told = true;
    const text = say(desk.deps.knowledge.locales, await langOf(desk), 'seen');
    await responded(desk, respond, { response_type: 'ephemeral', text });
  }, SILENT_MS);
  await guarded(
    desk,
    async () => {
      const out = await ask(desk, whatOf(from, asked)).finally(() => clearTimeout(timer));
      desk.deps.log.info('slack.asked', { told });
      await show(desk, out, target);
    },
    (card) => show(desk, [{ card, replaces: false }], target),
  );
}

function whatOf(from: Envelope, asked: Extract<FromCommand, { what: 'ask' }>): Incoming {
  if ('action' in asked) return { ...from, kind: 'action', action: asked.action, fields: {} };
  if ('account' in asked) return { ...from, kind: 'command', command: 'account', text: asked.account };
  if ('text' in asked) return { ...from, kind: 'text', text: asked.text };
  return { ...from, kind: 'command', command: 'help', text: '' };
}
