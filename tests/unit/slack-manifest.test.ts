import type { AppsManifestCreateArguments } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import manifest from '../../manifest.json' with { type: 'json' };
import { CHECK_MESSAGE, fromCommand } from '../../src/channels/slack/inbound.ts';
import { EVENT_SCOPES, METHOD_SCOPES, OTHER_SCOPES } from '../../src/channels/slack/scopes.ts';
import { sourcesIn } from '../architecture/sources.ts';
import { slashCommand } from '../fakes/slack/payloads.ts';

type Manifest = AppsManifestCreateArguments['manifest'];
type Scope = typeof METHOD_SCOPES | typeof EVENT_SCOPES | typeof OTHER_SCOPES extends infer T
  ? T extends Record<string, infer S>
    ? NonNullable<S>
    : never
  : never;
/** The SDK's type does not know this scope yet; Slack's reference does (docs.slack.dev/reference/scopes/assistant.write). */
const UNTYPED = 'assistant:write';
const isTyped = (scope: string): scope is Exclude<Scope, typeof UNTYPED> => scope !== UNTYPED;
const { features, oauth_config, settings, ...rest } = manifest;
/** The file as the SDK's type has it. A JSON import widens its literals to strings, so they come from the tables that it is compared with below. */
const typed = {
  ...rest,
  features: { ...features, shortcuts: features.shortcuts.map((s) => ({ ...s, type: 'message' as const })) },
  oauth_config: { ...oauth_config, scopes: { bot: oauth_config.scopes.bot.filter(isTyped) } },
  settings: {
    ...settings,
    event_subscriptions: { bot_events: Object.keys(EVENT_SCOPES) as (keyof typeof EVENT_SCOPES)[] },
  },
} satisfies Manifest;

const url = z.url({ protocol: /^https$/ });
/** The manifest's own limits, as @slack/web-api's Manifest type documents them. */
const Shape = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal([1, 2]) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4000),
    background_color: z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    assistant_view: z.strictObject({
      assistant_description: z.string().min(1).max(300),
      suggested_prompts: z.array(z.strictObject({ title: z.string(), message: z.string() })).max(4),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          type: z.enum(['global', 'message']),
          name: z.string().min(1).max(24),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/[a-z-]{1,31}$/),
          description: z.string().max(2000),
          usage_hint: z.string().max(1000),
          should_escape: z.boolean(),
          url: url.optional(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(url).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).max(100), request_url: url.optional() }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

const code = sourcesIn('src/channels/slack')
  .filter(({ path }) => !path.endsWith('/scopes.ts'))
  .map((s) => s.code)
  .join('\n');
/** Web API methods that the code calls: `api.chat.postMessage(`, `client.auth.test(`. */
const called = [
  ...new Set(
    [...code.matchAll(/\b(?:api|client)\s*(?:\r?\n\s*)?\.((?:[a-z][A-Za-z0-9]*\s*\.\s*)*[a-z][A-Za-z0-9]*)\s*\(/g)]
      .map((m) => (m[1] ?? '').replace(/\s/g, ''))
      .filter((m) => m.includes('.') || m === 'filesUploadV2'),
  ),
]
  // Those of the socket itself, and of installing, are not the bot token's.
  .filter((m) => !['client.once', 'client.start', 'client.disconnect'].includes(`client.${m}`))
  .toSorted();

describe('manifest.json', () => {
  it('is one that Slack takes', () => {
    expect(Shape.safeParse(manifest).error?.issues ?? []).toEqual([]);
    expect({ ...typed, oauth_config }).toEqual(manifest);
  });

  it('names every method that is called in the table of scopes, and no other', () => {
    expect(called).toEqual(Object.keys(METHOD_SCOPES).toSorted());
  });

  it('asks for the scopes that the methods, events, commands and files need, and for no more', () => {
    const { bot } = manifest.oauth_config.scopes;
    const needed = [...Object.values(METHOD_SCOPES), ...Object.values(EVENT_SCOPES), ...Object.values(OTHER_SCOPES)];
    expect(bot).toEqual([...new Set(needed.filter((s): s is NonNullable<typeof s> => s !== null))].toSorted());
  });

  it('subscribes to the events that are read, and to no others', () => {
    const events = manifest.settings.event_subscriptions.bot_events;
    expect(events).toEqual(Object.keys(EVENT_SCOPES).toSorted());
    const read = [...code.matchAll(/z\.literal\('([a-z_]+)'\)/g)].map((m) => m[1]);
    for (const event of events) expect(read, event).toContain(event.split('.')[0]);
  });

  it('has the commands and the shortcut that are answered', () => {
    const norway = { country: 'NO', lang: undefined } as const;
    for (const { command } of manifest.features.slash_commands)
      expect(fromCommand(slashCommand(command, 'hei'), norway), command).toBeDefined();
    expect(manifest.features.shortcuts.map((s) => s.callback_id)).toEqual([CHECK_MESSAGE]);
  });

  it('needs no public address', () => {
    expect(JSON.stringify(manifest)).not.toMatch(/https?:/);
  });
});
