/** Payloads in the shapes that Slack sends (docs.slack.dev/reference/events and /interaction-payloads), with made-up ids. */

export const TEAM = 'T0MUNI0001';
export const BOT = 'U0VARSAM01';
export const ANNA = 'U0ANNA0001';
export const OLE = 'U0OLE00001';
export const ROOM = 'C024BE91L0';
export const DM = 'D024BE91L1';
export const TS = '1796115600.000100';

type Json = Record<string, unknown>;

export function eventBody(event: Json, over: Json = {}): Json {
  return {
    token: 'legacy',
    team_id: TEAM,
    api_app_id: 'A0VARSAM01',
    event,
    type: 'event_callback',
    event_id: `Ev${String(event.ts ?? event.event_ts ?? '0').replace('.', '')}`,
    event_time: 1796115600,
    authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: BOT, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6Im1lc3NhZ2UifQ',
    ...over,
  };
}

export function mention(text: string, over: Json = {}): Json {
  const ts = String(over.ts ?? TS);
  return eventBody({
    user: ANNA,
    type: 'app_mention',
    ts,
    client_msg_id: '1d5f3f4c-0000-4000-8000-000000000001',
    text: `<@${BOT}> ${text}`,
    team: TEAM,
    channel: ROOM,
    event_ts: ts,
    ...over,
  });
}

export function message(text: string, over: Json = {}): Json {
  const ts = String(over.ts ?? TS);
  return eventBody({
    user: ANNA,
    type: 'message',
    ts,
    client_msg_id: '1d5f3f4c-0000-4000-8000-000000000002',
    text,
    team: TEAM,
    channel: ROOM,
    event_ts: ts,
    channel_type: 'channel',
    ...over,
  });
}

export const directMessage = (text: string, over: Json = {}): Json =>
  message(text, { channel: DM, channel_type: 'im', ...over });

export function file(over: Json = {}): Json {
  return {
    id: 'F0PHOTO001',
    created: 1796115600,
    name: 'sommer.jpg',
    title: 'sommer',
    mimetype: 'image/jpeg',
    filetype: 'jpg',
    size: 2048,
    mode: 'hosted',
    is_external: false,
    url_private: 'https://files.slack.com/files-pri/T0-F0/sommer.jpg',
    url_private_download: 'https://files.slack.com/files-pri/T0-F0/download/sommer.jpg',
    ...over,
  };
}

export function assistantThread(
  type: string,
  context: Json = { channel_id: ROOM, team_id: TEAM, enterprise_id: null },
) {
  const assistant_thread = { user_id: ANNA, context, channel_id: DM, thread_ts: TS };
  return eventBody({ type, assistant_thread, event_ts: TS });
}

const person = (user: string) => ({ id: user, username: 'anna', name: 'anna', team_id: TEAM });

export function blockAction(pressed: Json, over: Json = {}): Json {
  return {
    type: 'block_actions',
    user: person(ANNA),
    api_app_id: 'A0VARSAM01',
    token: 'legacy',
    container: { type: 'message', message_ts: '1796115601.000200', channel_id: ROOM, is_ephemeral: true },
    trigger_id: '4521.9087.trigger',
    team: { id: TEAM, domain: 'kommune' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: ROOM, name: 'sosiale-medier' },
    state: { values: {} },
    response_url: `https://hooks.slack.com/actions/${TEAM}/1/a`,
    actions: [{ type: 'button', text: { type: 'plain_text', text: 'x' }, action_ts: '1796115602.000300', ...pressed }],
    ...over,
  };
}

export function viewPayload(type: 'view_submission' | 'view_closed', view: Json, over: Json = {}): Json {
  return {
    type,
    team: { id: TEAM, domain: 'kommune' },
    user: person(ANNA),
    api_app_id: 'A0VARSAM01',
    token: 'legacy',
    ...(type === 'view_closed' ? { is_cleared: false } : { trigger_id: '4521.9088.trigger', response_urls: [] }),
    view: {
      id: 'V0VIEW0001',
      team_id: TEAM,
      type: 'modal',
      hash: '1796115603.aBcDeF',
      previous_view_id: null,
      root_view_id: 'V0VIEW0001',
      app_id: 'A0VARSAM01',
      bot_id: 'B0VARSAM01',
      blocks: [],
      state: { values: {} },
      private_metadata: '',
      callback_id: '',
      ...view,
    },
    is_enterprise_install: false,
    enterprise: null,
    ...over,
  };
}

export function slashCommand(command: string, text: string, over: Json = {}): Json {
  return {
    token: 'legacy',
    team_id: TEAM,
    team_domain: 'kommune',
    channel_id: ROOM,
    channel_name: 'sosiale-medier',
    user_id: ANNA,
    user_name: 'anna',
    command,
    text,
    api_app_id: 'A0VARSAM01',
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.com/commands/${TEAM}/2/b`,
    trigger_id: `4521.${text.length}.command`,
    ...over,
  };
}

export function messageShortcut(message: Json, over: Json = {}): Json {
  return {
    type: 'message_action',
    token: 'legacy',
    action_ts: '1796115604.000400',
    team: { id: TEAM, domain: 'kommune' },
    user: { id: ANNA, username: 'anna', team_id: TEAM, name: 'anna' },
    channel: { id: ROOM, name: 'sosiale-medier' },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: 'varsam.check_message',
    trigger_id: '4521.9089.trigger',
    response_url: `https://hooks.slack.com/app/${TEAM}/3/c`,
    message_ts: TS,
    message: { type: 'message', user: OLE, ts: TS, team: TEAM, ...message },
    ...over,
  };
}
