/** Activities in the shape Teams sends them: names, ids and keys as in the platform's documentation, people and places made up. */

export type Json = Record<string, unknown>;

export const TENANT = '7e1a4c52-0b7c-4b62-9f0e-3a7f3d1c9b11';
export const APP = 'c0ffee00-1111-4222-8333-444455556666';
export const BOT = { id: `28:${APP}`, name: 'varsam' };
export const KARI = {
  id: '29:1kari-YjkLmN0pQrStUv',
  name: 'Kari',
  aadObjectId: '0a11ce00-0000-4000-8000-00000000000a',
};
export const OLA = { id: '29:1ola-ZxCvBnM0aSdFgH', name: 'Ola', aadObjectId: '0b0b0000-0000-4000-8000-00000000000b' };
export const PERSONAL = { conversationType: 'personal', tenantId: TENANT, id: 'a:1personal-kari' };
export const PERSONAL_OLA = { conversationType: 'personal', tenantId: TENANT, id: 'a:1personal-ola' };
export const ROOM = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
export const THREAD = {
  conversationType: 'channel',
  isGroup: true,
  tenantId: TENANT,
  id: `${ROOM};messageid=1481567603816`,
};

let events = 0;
const nextId = (): string => `17${String(++events).padStart(11, '0')}`;

const around = (serviceUrl: string): Json => ({
  channelId: 'msteams',
  serviceUrl,
  timestamp: '2026-11-18T09:00:00.000Z',
  locale: 'nb-NO',
  recipient: BOT,
  entities: [{ locale: 'nb-NO', country: 'NO', platform: 'Web', timezone: 'Europe/Oslo', type: 'clientInfo' }],
});

export function said(text: string, over: Json = {}, serviceUrl = 'https://smba.example/emea/'): Json {
  return {
    ...around(serviceUrl),
    type: 'message',
    id: nextId(),
    from: KARI,
    conversation: PERSONAL,
    channelData: { tenant: { id: TENANT } },
    text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
    ...over,
  };
}

/** A mention in a channel. */
export function mentioned(text: string, over: Json = {}, serviceUrl?: string): Json {
  const activity = said(`<at>varsam</at> ${text}`, {}, serviceUrl);
  return {
    ...activity,
    conversation: THREAD,
    channelData: { tenant: { id: TENANT }, team: { id: '19:team@thread.tacv2' }, channel: { id: ROOM } },
    entities: [{ mentioned: BOT, text: '<at>varsam</at>', type: 'mention' }, ...(activity.entities as Json[])],
    ...over,
  };
}

export function invoked(
  name: string,
  value: unknown,
  over: Json = {},
  serviceUrl = 'https://smba.example/emea/',
): Json {
  return {
    ...around(serviceUrl),
    type: 'invoke',
    name,
    id: `f:${nextId()}`,
    from: KARI,
    conversation: PERSONAL,
    channelData: { tenant: { id: TENANT }, source: { name: 'message' } },
    value,
    ...over,
  };
}

/** A press of Action.Execute: what the button carries and what stands in the inputs, in one. */
export const pressed = (data: Json, over: Json = {}, serviceUrl?: string): Json =>
  invoked(
    'adaptiveCard/action',
    { action: { type: 'Action.Execute', id: '', verb: 'varsam', data }, trigger: 'manual' },
    over,
    serviceUrl,
  );

export function installed(over: Json = {}, serviceUrl = 'https://smba.example/emea/'): Json {
  return {
    ...around(serviceUrl),
    type: 'installationUpdate',
    action: 'add',
    id: `f:${nextId()}`,
    from: KARI,
    conversation: PERSONAL,
    channelData: {
      tenant: { id: TENANT },
      settings: { selectedChannel: { id: PERSONAL.id } },
      source: { name: 'message' },
    },
    ...over,
  };
}

/** "Check before publishing" on a message. */
export const fetchTask = (html: string, over: Json = {}, serviceUrl?: string): Json =>
  invoked(
    'composeExtension/fetchTask',
    {
      commandId: 'check',
      commandContext: 'message',
      context: { theme: 'default' },
      messagePayload: {
        id: '1481567603816',
        createdDateTime: '2026-11-18T08:59:00Z',
        body: { contentType: 'html', content: html },
      },
    },
    over,
    serviceUrl,
  );
export const submitTask = (data: Json, over: Json = {}, serviceUrl?: string): Json =>
  invoked('composeExtension/submitAction', { commandId: 'check', commandContext: 'message', data }, over, serviceUrl);

export const droppedFile = (url: string, name: string): Json => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: `https://kommunen.sharepoint.com/personal/kari/Documents/${name}`,
  name,
  content: { downloadUrl: url, uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C9D', fileType: name.split('.').at(-1) },
});
