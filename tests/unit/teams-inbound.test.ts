import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Activity } from '../../src/channels/teams/activity.ts';
import { hear, type Settings } from '../../src/channels/teams/inbound.ts';
import { packAction } from '../../src/core/card.ts';
import {
  BOT,
  droppedFile,
  fetchTask,
  installed,
  invoked,
  type Json,
  KARI,
  mentioned,
  OLA,
  PERSONAL,
  pressed,
  ROOM,
  said,
  submitTask,
  THREAD,
} from '../fakes/teams/payloads.ts';

const settings: Settings = {
  tenant: 'local',
  country: 'NO',
  lang: undefined,
  opened: (sealed, user) => (sealed.endsWith(`#${user}`) ? sealed.slice(0, -user.length - 1) : undefined),
};
const heard = (activity: Json, over: Partial<Settings> = {}) =>
  hear(Activity.parse(activity), { ...settings, ...over });
const incoming = (activity: Json) => {
  const found = heard(activity);
  if (!('incoming' in found)) throw new Error(`heard ${found.kind}`);
  return found.incoming;
};

describe('a message in a personal chat', () => {
  test('is a question of one person, in one conversation, that nobody else reads', () => {
    const activity = said('Kan jeg legge ut bildet?', { id: '1712' });
    expect(heard(activity)).toEqual({
      kind: 'said',
      incoming: {
        event: `${PERSONAL.id}/1712`,
        tenant: 'local',
        channel: 'teams',
        conversation: PERSONAL.id,
        place: PERSONAL.id,
        user: KARI.aadObjectId,
        lang: undefined,
        country: 'NO',
        kind: 'text',
        text: 'Kan jeg legge ut bildet?',
      },
    });
  });

  test('with a command begins what the command says, however it is written', () => {
    expect(incoming(said('photo-check klassebildet'))).toMatchObject({
      kind: 'command',
      command: 'photo-check',
      text: 'klassebildet',
    });
    expect(incoming(said('/DPIA-start: ny side'))).toMatchObject({
      kind: 'command',
      command: 'dpia-start',
      text: 'ny side',
    });
    expect(incoming(said('Hjälp'))).toMatchObject({ kind: 'command', command: 'help' });
    expect(incoming(said('account'))).toMatchObject({ kind: 'command', command: 'account', text: '' });
    expect(incoming(said('varsam konto Fjordvik bibliotek'))).toMatchObject({
      kind: 'command',
      command: 'account',
      text: 'Fjordvik bibliotek',
    });
    expect(incoming(said('Konto for ungdomsklubben?'))).toMatchObject({ kind: 'text' });
    expect(incoming(said('help me choose a photo'))).toMatchObject({ kind: 'text' });
    expect(incoming(said('photo-checking er gøy'))).toMatchObject({ kind: 'text' });
  });

  test('with files brings where they are, not what is in them', () => {
    const file = droppedFile('https://kommunen-my.sharepoint.com/download?tempauth=x', 'klassen.jpg');
    expect(heard(said('er dette greit?', { attachments: [file] }))).toMatchObject({
      kind: 'dropped',
      text: 'er dette greit?',
      files: [{ name: 'klassen.jpg', url: 'https://kommunen-my.sharepoint.com/download?tempauth=x', own: false }],
    });
    const pasted = {
      contentType: 'image/png',
      contentUrl: 'https://smba.example/emea/v3/attachments/0-1/views/original',
    };
    expect(heard(said('', { attachments: [pasted] }))).toMatchObject({
      kind: 'dropped',
      files: [{ name: 'image.png', own: true }],
    });
  });

  test('of the bot itself, another bot, an edit, a reaction or nothing at all is nothing', () => {
    for (const activity of [
      said('ekko', { from: BOT }),
      said('annen', { from: { id: '28:annen', name: 'Bot' } }),
      said('annen', { from: { ...KARI, role: 'bot' } }),
      said('endret', { type: 'messageUpdate' }),
      said('', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
      said('', {}),
      said('skriver', { type: 'typing' }),
      said('uten id', { id: undefined }),
    ])
      expect(heard(activity).kind).toBe('nothing');
  });
});

describe('a mention in a channel', () => {
  test('is heard without the bot’s name, and marked as read by others', () => {
    expect(incoming(mentioned('kan <at>Ola</at> stå i innlegget?'))).toMatchObject({
      kind: 'text',
      text: 'kan Ola stå i innlegget?',
      shared: true,
      place: ROOM,
    });
    expect(incoming(mentioned(''))).toMatchObject({ kind: 'command', command: 'help' });
  });

  test('belongs to the one who asked: two people in one thread do not share a screening', () => {
    const kari = incoming(mentioned('Hei'));
    const ola = incoming(mentioned('Hei', { from: OLA }));
    expect(kari.conversation).toBe(`${THREAD.id}/${KARI.aadObjectId}`);
    expect(ola.conversation).not.toBe(kari.conversation);
    expect(ola.place).toBe(kari.place);
  });
});

describe('a press in a card', () => {
  const answer = { do: 'answer', session: 's1', seen: 3 } as const;

  test('brings the action and what stood in the inputs, ticks as a list', () => {
    const data = {
      varsam: packAction(answer),
      'many:ticks': 'P01,a%2Cb',
      'one:P13': 'ja',
      'text:D02': 'to, tre',
      'one:P14': '',
      annet: 'x',
    };
    expect(heard(pressed(data, { replyToId: '99' }))).toMatchObject({
      kind: 'pressed',
      card: '99',
      incoming: { kind: 'action', action: answer, fields: { ticks: ['P01', 'a,b'], P13: 'ja', D02: 'to, tre' } },
    });
  });

  test('of Action.Submit comes as a message and means the same', () => {
    expect(heard(said('', { value: { varsam: packAction(answer), 'one:P13': 'nei' } }))).toMatchObject({
      kind: 'pressed',
      incoming: { action: answer, fields: { P13: 'nei' } },
    });
  });

  test('that carries no action of ours is nothing', () => {
    expect(heard(pressed({ varsam: '{"do":"slett"}' }))).toEqual({ kind: 'nothing', invoke: true });
    expect(heard(pressed({}))).toEqual({ kind: 'nothing', invoke: true });
    expect(heard(invoked('adaptiveCard/action', 'tull'))).toEqual({ kind: 'nothing', invoke: true });
  });

  test('on a card from a thread belongs to the thread, if it was the bot that said so to this very person', () => {
    const data = { varsam: packAction({ do: 'share', turn: 't1' }), at: `${THREAD.id}#${KARI.aadObjectId}` };
    expect(incoming(pressed(data))).toMatchObject({
      conversation: `${THREAD.id}/${KARI.aadObjectId}`,
      place: ROOM,
      shared: true,
    });
    const forged = incoming(pressed(data, { from: OLA }));
    expect(forged.conversation).toBe(PERSONAL.id);
    expect(forged.shared).toBeUndefined();
  });

  test('keys of an object’s own make no field', () => {
    const found = incoming(pressed({ varsam: packAction(answer), 'one:__proto__': 'x', 'one:constructor': 'y' }));
    expect(found.kind === 'action' && Object.getPrototypeOf(found.fields)).toBe(Object.prototype);
  });

  test('asks for somebody’s own view of a card', () => {
    expect(heard(pressed({ view: 'v1' }, { conversation: THREAD }))).toMatchObject({
      kind: 'viewed',
      view: 'v1',
      envelope: { user: KARI.aadObjectId },
    });
  });
});

describe('“Check before publishing”', () => {
  test('reads the message it was chosen on as a draft, in the client’s language', () => {
    expect(
      incoming(
        fetchTask('<div>Kari Nordmann (9) vant!<br>Les mer &amp; del</div>', { locale: 'sv-SE', conversation: THREAD }),
      ),
    ).toMatchObject({
      kind: 'text',
      text: 'Kan vi posta detta:\n«Kari Nordmann (9) vant!\nLes mer & del»',
      lang: 'sv',
      conversation: `dialog/${KARI.aadObjectId}`,
    });
    expect(incoming(fetchTask('<p>x y z</p>', { conversation: THREAD })).shared).toBeUndefined();
  });

  test('without a text asks for one, and takes what is written there', () => {
    expect(heard(invoked('composeExtension/fetchTask', { commandId: 'check', commandContext: 'compose' }))).toEqual({
      kind: 'dialog_form',
      lang: 'nb',
      missing: false,
    });
    expect(heard(submitTask({ 'text:draft': '  ' }))).toEqual({ kind: 'dialog_form', lang: 'nb', missing: true });
    expect(incoming(submitTask({ 'text:draft': 'Velkommen til åpen dag' }))).toMatchObject({
      text: 'Kan vi poste dette:\n«Velkommen til åpen dag»',
    });
  });

  test('goes on with the presses in its own cards', () => {
    expect(heard(submitTask({ varsam: packAction({ do: 'resume', session: 's9' }) }))).toMatchObject({
      kind: 'dialog',
      incoming: { kind: 'action', action: { do: 'resume', session: 's9' } },
    });
  });
});

describe('an installation', () => {
  test('is greeted once in a conversation, whichever event tells of it', () => {
    const both = [
      installed(),
      said('', { type: 'conversationUpdate', text: undefined, membersAdded: [{ id: BOT.id }] }),
    ];
    const events = both.map((a) => {
      const found = heard(a);
      return found.kind === 'met' ? found.incoming.event : found.kind;
    });
    expect(events).toEqual([`${PERSONAL.id}/met`, `${PERSONAL.id}/met`]);
    expect(heard(installed({ locale: 'nn-NO' }))).toMatchObject({
      kind: 'met',
      incoming: { command: 'help', lang: 'nn' },
    });
  });

  test('of somebody else is nothing, and being removed is noted', () => {
    expect(heard(said('', { type: 'conversationUpdate', membersAdded: [{ id: OLA.id }] })).kind).toBe('nothing');
    expect(heard(installed({ action: 'remove' })).kind).toBe('left');
  });
});

describe('a file to be handed over', () => {
  test('brings whether it is wanted, and where it goes', () => {
    const uploadInfo = {
      contentUrl: 'https://k.sharepoint.com/f.docx',
      name: 'f.docx',
      uploadUrl: 'https://k.sharepoint.com/up',
      uniqueId: 'u1',
      fileType: 'docx',
    };
    expect(
      heard(
        invoked(
          'fileConsent/invoke',
          { type: 'fileUpload', action: 'accept', context: { file: 'f1' }, uploadInfo },
          { replyToId: '7' },
        ),
      ),
    ).toMatchObject({
      kind: 'consent',
      card: '7',
      given: { action: 'accept', context: { file: 'f1' }, uploadInfo },
    });
    expect(
      heard(invoked('fileConsent/invoke', { type: 'fileUpload', action: 'decline', context: { file: 'f1' } })),
    ).toMatchObject({ kind: 'consent', given: { action: 'decline' } });
  });
});

describe('whatever else comes', () => {
  test('is read or passed over, and never a fault', () => {
    const base = said('x');
    fc.assert(
      fc.property(
        fc.constantFrom('message', 'invoke', 'installationUpdate', 'event'),
        fc.constantFrom('adaptiveCard/action', 'composeExtension/fetchTask', 'fileConsent/invoke', 'x'),
        fc.json({ maxDepth: 4 }),
        fc.json({ maxDepth: 3 }),
        (type, name, value, odd) => {
          const activity = {
            ...base,
            type,
            name,
            value: JSON.parse(value),
            attachments: JSON.parse(odd),
            entities: JSON.parse(odd),
            channelData: JSON.parse(odd),
            locale: JSON.parse(odd),
          };
          const parsed = Activity.safeParse(activity);
          if (parsed.success) expect(hear(parsed.data, settings).kind).toEqual(expect.any(String));
        },
      ),
    );
  });

  test('without a sender, a conversation or an address is refused', () => {
    for (const key of ['from', 'conversation', 'serviceUrl', 'type'])
      expect(Activity.safeParse({ ...said('x'), [key]: undefined }).success).toBe(false);
    expect(Activity.safeParse({ ...said('x'), serviceUrl: 'file:///etc/passwd' }).success).toBe(false);
  });
});
