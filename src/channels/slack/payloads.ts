import { z } from 'zod';

/** What Slack sends, as far as it is read. Anything else in it is let be; what does not fit is no message for us. */

const id = z.string().min(1).max(60);
const ts = z.string().regex(/^\d{1,20}\.\d{1,20}$/);

export const SlackFile = z.object({
  id,
  name: z.string().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
});
export type SlackFile = z.infer<typeof SlackFile>;

const Thread = z.object({
  user_id: id,
  context: z.object({ channel_id: id.optional() }).nullish(),
  channel_id: id,
  thread_ts: ts,
});

const Mention = z.object({
  type: z.literal('app_mention'),
  user: id.optional(),
  bot_id: z.string().nullish(),
  text: z.string().default(''),
  ts,
  thread_ts: ts.optional(),
  channel: id,
  edited: z.unknown().optional(),
  subtype: z.string().optional(),
  files: z.array(SlackFile).optional(),
});
const Message = Mention.extend({
  type: z.literal('message'),
  hidden: z.boolean().optional(),
  channel_type: z.enum(['channel', 'group', 'im', 'mpim', 'app_home']).optional(),
});

const Event = z.discriminatedUnion('type', [
  Mention,
  Message,
  z.object({ type: z.literal('assistant_thread_started'), assistant_thread: Thread }),
  z.object({ type: z.literal('assistant_thread_context_changed'), assistant_thread: Thread }),
  z.object({ type: z.literal('app_home_opened'), user: id, tab: z.string().optional() }),
  z.object({ type: z.literal('app_uninstalled') }),
  z.object({ type: z.literal('tokens_revoked'), tokens: z.object({ bot: z.array(z.string()).optional() }).optional() }),
]);

export const EventBody = z.object({
  team_id: id,
  enterprise_id: z.string().nullish(),
  event: Event,
  authorizations: z.array(z.object({ team_id: id.nullish(), enterprise_id: z.string().nullish() })).optional(),
});

const Person = z.object({ id, team_id: id.nullish() });
const Team = z.object({ id }).nullish();

const Option = z.object({ value: z.string() });
export const StateValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      type: z.string(),
      value: z.string().nullish(),
      selected_option: Option.nullish(),
      selected_options: z.array(Option).nullish(),
    }),
  ),
);
export type StateValues = z.infer<typeof StateValues>;
const State = z.object({ values: StateValues }).nullish();

const View = z.object({
  id,
  hash: z.string(),
  type: z.string(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  state: State,
});

const Pressed = z.object({
  type: z.string(),
  action_id: z.string(),
  block_id: z.string(),
  value: z.string().nullish(),
  action_ts: z.string().default(''),
});

export const BlockActions = z.object({
  type: z.literal('block_actions'),
  user: Person,
  team: Team,
  trigger_id: z.string().default(''),
  response_url: z.string().nullish(),
  actions: z.array(Pressed).min(1),
  container: z.object({
    type: z.string(),
    message_ts: z.string().nullish(),
    is_ephemeral: z.boolean().nullish(),
    channel_id: z.string().nullish(),
    thread_ts: z.string().nullish(),
  }),
  state: State,
  view: View.nullish(),
});

export const ViewPayload = z.object({
  type: z.enum(['view_submission', 'view_closed']),
  user: Person,
  team: Team,
  view: View,
});

export const CommandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: id,
  team_id: id,
  channel_id: id,
  trigger_id: z.string(),
  response_url: z.string(),
});

export const MessageShortcut = z.object({
  type: z.literal('message_action'),
  callback_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().nullish(),
  user: Person,
  team: Team,
  channel: z.object({ id }),
  message: z.object({ ts: z.string(), text: z.string().nullish(), files: z.array(SlackFile).nullish() }),
});
