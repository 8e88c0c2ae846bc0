/**
 * Which scope each thing needs (https://docs.slack.dev/reference/scopes), so that the manifest asks for those and no others: a test compares both with what the code
 * calls.
 */
export const METHOD_SCOPES = {
  'assistant.threads.setStatus': 'chat:write',
  'assistant.threads.setSuggestedPrompts': 'assistant:write',
  'assistant.threads.setTitle': 'assistant:write',
  'auth.test': null,
  'chat.appendStream': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.startStream': 'chat:write',
  'chat.stopStream': 'chat:write',
  'chat.update': 'chat:write',
  /** Each kind of conversation has a scope of its own, the same as for its messages below. */
  'conversations.history': 'channels:history',
  'conversations.open': 'im:write',
  'conversations.replies': 'channels:history',
  /** files.getUploadURLExternal and files.completeUploadExternal. */
  filesUploadV2: 'files:write',
  'reactions.add': 'reactions:write',
  'reactions.remove': 'reactions:write',
  'views.open': null,
  'views.publish': null,
  'views.push': null,
  'views.update': null,
} as const satisfies Record<string, string | null>;

export const EVENT_SCOPES = {
  app_home_opened: null,
  app_mention: 'app_mentions:read',
  app_uninstalled: null,
  assistant_thread_context_changed: 'assistant:write',
  assistant_thread_started: 'assistant:write',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  tokens_revoked: null,
} as const satisfies Record<string, string | null>;

/** Slash commands and shortcuts; and a file's own address, which is fetched with the token. */
export const OTHER_SCOPES = { commands: 'commands', files: 'files:read' } as const;

/** All that the app asks for. */
export const BOT_SCOPES: readonly string[] = [
  ...new Set([...Object.values(METHOD_SCOPES), ...Object.values(EVENT_SCOPES), ...Object.values(OTHER_SCOPES)]),
]
  .filter((scope) => scope !== null)
  .toSorted();
