import { z } from 'zod';
import { messageFaults, viewFaults } from './block-rules.ts';
import type { Message, Workspace } from './workspace.ts';

/** The Web API methods that the fake has. Anything else, and any argument that a method does not have, is refused. */

export class Refusal extends Error {
  readonly messages: readonly string[];
  constructor(error: string, messages: readonly string[] = []) {
    super(error);
    this.messages = messages;
  }
}

type Json = Record<string, unknown>;
type Method = { scope: string | null; args: z.ZodType<Json>; run: (args: never, world: Workspace) => Json };

const id = z.string().min(1);
const flag = z.enum(['true', 'false']).transform((s) => s === 'true');
const json = z.string().transform((s, ctx) => {
  try {
    return JSON.parse(s) as unknown;
  } catch {
    ctx.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
});

function method<T extends z.ZodRawShape>(
  scope: string | null,
  shape: T,
  run: (args: z.infer<z.ZodObject<T, z.core.$strict>>, world: Workspace) => Json,
): Method {
  return { scope, args: z.strictObject({ ...shape, team_id: id.optional() }) as never, run: run as never };
}

const metadata = json.pipe(
  z.strictObject({ event_type: z.string().regex(/^[a-z_]+$/), event_payload: z.record(z.string(), z.unknown()) }),
);
const contents = { text: z.string().optional(), blocks: json.optional() };
const looks = {
  channel: id,
  oldest: id.optional(),
  limit: z.coerce.number().int().max(999).optional(),
  include_all_metadata: flag.optional(),
};

/** The newest first in a channel, the root first in a thread, as Slack gives them; nothing that one person alone sees. */
const seenBy = (
  w: Workspace,
  {
    channel,
    oldest = '',
    limit = 100,
    include_all_metadata,
  }: {
    channel: string;
    oldest?: string | undefined;
    limit?: number | undefined;
    include_all_metadata?: boolean | undefined;
  },
  is: (m: Message) => boolean,
) => {
  w.mayWrite(channel);
  const all = w.messages.filter((m) => m.channel === channel && !m.onlyTo && m.ts > oldest && is(m)).slice(-limit);
  return all.map((m) => (include_all_metadata ? m : { ...m, metadata: undefined }));
};
const quiet = { unfurl_links: flag.optional(), unfurl_media: flag.optional() };

function checked({ text, blocks }: { text?: string | undefined; blocks?: unknown }): Pick<Message, 'text' | 'blocks'> {
  if (!text?.trim() && blocks === undefined) throw new Refusal('no_text');
  if (text && text.length > 40_000) throw new Refusal('msg_too_long');
  const faults = blocks === undefined ? [] : messageFaults(blocks);
  if (faults.some((f) => f.startsWith('msg_blocks_too_long'))) throw new Refusal('msg_blocks_too_long', faults);
  if (faults.length > 0) throw new Refusal('invalid_blocks', faults);
  return { text: text ?? '', blocks: (blocks ?? []) as Message['blocks'] };
}

function checkedView(view: unknown): Json {
  const faults = viewFaults(view);
  if (faults.some((f) => f.startsWith('view_too_large'))) throw new Refusal('view_too_large', faults);
  if (faults.length > 0) throw new Refusal('invalid_arguments', faults);
  return view as Json;
}

function streamed(world: Workspace, channel: string, ts: string): Message {
  const found = world.message(channel, ts);
  if (!found) throw new Refusal('message_not_found');
  if (found.streaming !== true) throw new Refusal('message_not_in_streaming_state');
  return found;
}
const markdown = z.string().max(12_000).optional();

export const METHODS: Record<string, Method> = {
  'auth.test': method(null, {}, (_, w) => ({
    url: 'https://kommune.slack.com/',
    team: w.name,
    user: 'varsam',
    team_id: w.team,
    user_id: w.bot,
    bot_id: w.botId,
    is_enterprise_install: false,
  })),

  'chat.postMessage': method(
    'chat:write',
    { channel: id, thread_ts: id.optional(), metadata: metadata.optional(), ...contents, ...quiet },
    (args, w) => {
      const { channel, thread_ts, text, blocks } = args;
      w.mayWrite(channel);
      w.isRoot(channel, thread_ts);
      const message = w.add({ channel, user: w.bot, thread_ts, metadata: args.metadata, ...checked({ text, blocks }) });
      return { channel, ts: message.ts, message: { ...message, type: 'message', bot_id: w.botId } };
    },
  ),

  'chat.postEphemeral': method(
    'chat:write',
    { channel: id, user: id, thread_ts: id.optional(), ...contents },
    (args, w) => {
      const { channel, user, thread_ts, text, blocks } = args;
      w.mayWrite(channel);
      if (!w.isMember(channel, user)) throw new Refusal('user_not_in_channel');
      const { ts } = w.add({ channel, user: w.bot, thread_ts, onlyTo: user, ...checked({ text, blocks }) });
      return { message_ts: ts };
    },
  ),

  'chat.update': method(
    'chat:write',
    { channel: id, ts: id, metadata: metadata.optional(), ...contents },
    (args, w) => {
      const { channel, ts, text, blocks } = args;
      const found = w.message(channel, ts);
      if (!found || found.onlyTo) throw new Refusal('message_not_found');
      if (found.user !== w.bot) throw new Refusal('cant_update_message');
      if (found.streaming) throw new Refusal('streaming_state_conflict');
      Object.assign(found, checked({ text, blocks }), {
        edits: (found.edits ?? 0) + 1,
        metadata: args.metadata ?? found.metadata,
      });
      return { channel, ts, text: found.text };
    },
  ),

  'chat.startStream': method(
    'chat:write',
    {
      channel: id,
      thread_ts: id,
      recipient_team_id: id.optional(),
      recipient_user_id: id.optional(),
      markdown_text: markdown,
    },
    ({ channel, thread_ts, recipient_team_id, recipient_user_id, markdown_text }, w) => {
      if (!w.streams) throw new Refusal('feature_not_enabled');
      w.mayWrite(channel);
      w.isRoot(channel, thread_ts);
      if (!channel.startsWith('D') && !(recipient_team_id && recipient_user_id)) throw new Refusal('missing_recipient');
      const message = w.add({
        channel,
        user: w.bot,
        thread_ts,
        text: markdown_text ?? '',
        blocks: [],
        streaming: true,
      });
      return { channel, ts: message.ts };
    },
  ),
  'chat.appendStream': method(
    'chat:write',
    { channel: id, ts: id, markdown_text: markdown },
    ({ channel, ts, markdown_text }, w) => {
      const found = streamed(w, channel, ts);
      found.text += markdown_text ?? '';
      found.appended = (found.appended ?? 0) + 1;
      return { channel, ts };
    },
  ),
  'chat.stopStream': method(
    'chat:write',
    { channel: id, ts: id, markdown_text: markdown, blocks: json.optional() },
    ({ channel, ts, markdown_text }, w) => {
      const found = streamed(w, channel, ts);
      found.text += markdown_text ?? '';
      found.streaming = false;
      return { channel, ts, message: { text: found.text } };
    },
  ),

  'assistant.threads.setStatus': method(
    'chat:write',
    { channel_id: id, thread_ts: id, status: z.string().max(200), loading_messages: json.optional() },
    ({ channel_id, thread_ts, status }, w) => {
      w.isRoot(channel_id, thread_ts);
      w.statuses.push({ channel: channel_id, thread: thread_ts, status });
      return {};
    },
  ),
  'assistant.threads.setTitle': method(
    'assistant:write',
    { channel_id: id, thread_ts: id, title: z.string().min(1).max(255) },
    ({ channel_id, thread_ts, title }, w) => {
      w.isRoot(channel_id, thread_ts);
      w.titles.set(`${channel_id}/${thread_ts}`, title);
      return {};
    },
  ),
  'assistant.threads.setSuggestedPrompts': method(
    'assistant:write',
    { channel_id: id, thread_ts: id.optional(), title: z.string().optional(), prompts: json },
    ({ channel_id, thread_ts, prompts }, w) => {
      const all = z
        .array(z.strictObject({ title: z.string().min(1), message: z.string().min(1) }))
        .min(1)
        .max(4)
        .parse(prompts);
      w.prompts.set(`${channel_id}/${thread_ts}`, all);
      return {};
    },
  ),

  'conversations.history': method('channels:history', looks, (args, w) => ({
    messages: seenBy(w, args, (m) => !m.thread_ts || m.thread_ts === m.ts).toReversed(),
  })),
  'conversations.replies': method('channels:history', { ts: id, ...looks }, (args, w) => ({
    messages: seenBy(w, args, (m) => m.ts === args.ts || m.thread_ts === args.ts),
  })),
  'conversations.open': method('im:write', { users: id }, ({ users }, w) => ({
    channel: { id: w.directWith(users) },
    already_open: true,
  })),

  'reactions.add': method(
    'reactions:write',
    { channel: id, timestamp: id, name: id },
    ({ channel, timestamp, name }, w) => {
      const found = w.message(channel, timestamp);
      if (!found) throw new Refusal('message_not_found');
      if (found.reactions.includes(name)) throw new Refusal('already_reacted');
      found.reactions.push(name);
      w.reacted.push(`+${name} ${timestamp}`);
      return {};
    },
  ),
  'reactions.remove': method(
    'reactions:write',
    { channel: id, timestamp: id, name: id },
    ({ channel, timestamp, name }, w) => {
      const found = w.message(channel, timestamp);
      if (!found?.reactions.includes(name)) throw new Refusal('no_reaction');
      found.reactions = found.reactions.filter((r) => r !== name);
      w.reacted.push(`-${name} ${timestamp}`);
      return {};
    },
  ),

  'views.open': method(null, { trigger_id: id, view: json }, ({ trigger_id, view }, w) => {
    const { user } = w.trigger(trigger_id);
    return { view: w.openView(user, checkedView(view)) };
  }),
  'views.push': method(null, { trigger_id: id, view: json }, ({ trigger_id, view }, w) => {
    const { user, view: on } = w.trigger(trigger_id);
    if (!on) throw new Refusal('not_in_modal');
    if (w.stackOf(user).length >= 3) throw new Refusal('push_limit_reached');
    return { view: w.openView(user, checkedView(view), true) };
  }),
  'views.update': method(null, { view_id: id, hash: id.optional(), view: json }, ({ view_id, hash, view }, w) => {
    const found = w.views.get(view_id);
    if (!found) throw new Refusal('not_found');
    if (hash !== undefined && hash !== found.hash) throw new Refusal('hash_conflict');
    return { view: w.changeView(found, checkedView(view)) };
  }),
  'views.publish': method(null, { user_id: id, hash: id.optional(), view: json }, ({ user_id, view }, w) => {
    w.homes.set(user_id, checkedView(view));
    return { view: { id: 'V0HOME', hash: 'h' } };
  }),

  'files.getUploadURLExternal': method(
    'files:write',
    {
      filename: id,
      length: z.coerce.number().int().positive(),
      alt_text: z.string().max(1000).optional(),
      alt_txt: z.string().optional(),
    },
    ({ filename, length, alt_text }, w) => {
      const file = w.addFile({ name: filename, length, alt: alt_text });
      return { file_id: file.id, upload_url: `${w.url}/upload/${file.id}` };
    },
  ),
  'files.completeUploadExternal': method(
    'files:write',
    { files: json, channel_id: id.optional(), thread_ts: id.optional(), initial_comment: z.string().optional() },
    ({ files, channel_id, thread_ts }, w) => {
      const all = z.array(z.looseObject({ id, title: z.string().optional() })).parse(files);
      for (const { id: file, title } of all) {
        const found = w.files.get(file);
        if (!found?.bytes) throw new Refusal('file_not_found');
        if (found.bytes.length !== found.length) throw new Refusal('file_upload_size_restricted');
        found.title = title;
      }
      if (channel_id) {
        w.mayWrite(channel_id);
        w.isRoot(channel_id, thread_ts);
        w.add({ channel: channel_id, user: w.bot, thread_ts, text: '', blocks: [], files: all.map((f) => f.id) });
      }
      return { files: all };
    },
  ),
};
