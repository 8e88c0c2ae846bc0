import { describe, expect, it } from 'vitest';
import {
  type Defaults,
  fieldsIn,
  fromAction,
  fromCommand,
  fromEvent,
  fromShortcut,
  fromView,
} from '../../src/channels/slack/inbound.ts';
import { conversationOf, packWhere, unpackWhere, whereIs } from '../../src/channels/slack/place.ts';
import { plain } from '../../src/channels/slack/text.ts';
import { packAction } from '../../src/core/card.ts';
import { sourcesIn } from '../architecture/sources.ts';
import {
  ANNA,
  assistantThread,
  BOT,
  blockAction,
  DM,
  directMessage,
  eventBody,
  file,
  mention,
  message,
  messageShortcut,
  OLE,
  ROOM,
  slashCommand,
  TEAM,
  TS,
  viewPayload,
} from '../fakes/slack/payloads.ts';

const norway: Defaults = { country: 'NO', lang: undefined };
const event = (body: unknown) => fromEvent(body, BOT, norway);
const nothing = (body: unknown) => expect(event(body)).toBeUndefined();
const LATER = '1796119200.000700';

describe('a message in Slack', () => {
  it('with a mention is a question, in a conversation of its own that others read along', () => {
    expect(event(mention('Kan vi legge ut bildet?'))).toMatchObject({
      what: 'said',
      text: 'Kan vi legge ut bildet?',
      followUp: false,
      message: TS,
      where: { channel: ROOM, root: TS, threaded: false, shared: true },
      from: {
        event: `m/${ROOM}/${TS}`,
        tenant: TEAM,
        channel: 'slack',
        conversation: `${ROOM}/${TS}/${ANNA}`,
        place: ROOM,
        user: ANNA,
        lang: undefined,
        country: 'NO',
        shared: true,
      },
    });
  });

  it('in a thread goes on in it without a mention, if this person is known there', () => {
    expect(event(message('Og om det er en elev?', { ts: LATER, thread_ts: TS }))).toMatchObject({
      followUp: true,
      where: { root: TS, threaded: true },
      from: { conversation: `${ROOM}/${TS}/${ANNA}`, event: `m/${ROOM}/${LATER}` },
    });
  });

  it('is the same event whether it comes as a mention or as a message', () => {
    const asMention = event(mention('Hei', { ts: LATER, thread_ts: TS }));
    expect(asMention?.what === 'said' && asMention.from.event).toBe(`m/${ROOM}/${LATER}`);
    nothing(message(`<@${BOT}> Hei`, { ts: LATER, thread_ts: TS }));
  });

  it('to us alone is in the thread it stands in, or in none', () => {
    expect(event(directMessage('Når må vi gjøre en DPIA?'))).toMatchObject({
      where: { channel: DM, root: '', threaded: false, shared: false },
      from: { conversation: `${DM}/-/${ANNA}` },
    });
    const inThread = event(directMessage('Og så?', { ts: LATER, thread_ts: TS }));
    expect(inThread).toMatchObject({ where: { root: TS, threaded: true, shared: false } });
    expect(inThread?.what === 'said' && inThread.from.shared).toBeUndefined();
  });

  it('brings the files that lie in Slack, and not those that lie elsewhere or are gone', () => {
    const files = [file(), file({ id: 'F2', mode: 'external' }), file({ id: 'F3', mode: 'tombstone' })];
    const dropped = event(directMessage('Kan vi bruke denne?', { subtype: 'file_share', files }));
    expect(dropped).toMatchObject({ text: 'Kan vi bruke denne?', files: [{ name: 'sommer.jpg', size: 2048 }] });
  });

  it('that is nothing but a file that can’t be read brings that it is there, so that its sender is told', () => {
    const gone = file({ mode: 'external', name: 'plan.gdoc' });
    const elsewhere = { subtype: 'file_share', files: [gone] };
    expect(event(directMessage('', elsewhere))).toMatchObject({ files: [{ name: 'plan.gdoc', url: '' }] });
    expect(event(mention(`<@${BOT}>`, { files: [gone] }))).toMatchObject({ files: [{ url: '' }] });
    expect(event(directMessage('Når må vi gjøre en DPIA?', elsewhere))).toMatchObject({ files: [] });
  });

  it('that goes to the whole room too is to us where nobody else is, and where we are named', () => {
    const too = { subtype: 'thread_broadcast', ts: LATER, thread_ts: TS };
    expect(event(directMessage('Og så?', too))).toMatchObject({ text: 'Og så?', where: { root: TS } });
    expect(event(mention(`<@${BOT}> Og så?`, too))).toMatchObject({ text: 'Og så?', where: { root: TS } });
    expect(event(directMessage('lurer på noe', { subtype: 'me_message' }))).toMatchObject({ text: 'lurer på noe' });
    nothing(message('Og så?', too));
  });

  it('of ours, of another program, changed, removed or announcing is nothing', () => {
    nothing(mention('Hei', { user: BOT }));
    nothing(directMessage('Hei', { bot_id: 'B1' }));
    nothing(directMessage('Hei', { user: undefined }));
    nothing(directMessage('Hei', { subtype: 'bot_message', bot_id: 'B1' }));
    nothing(directMessage('', { subtype: 'message_changed', message: { text: 'nytt' }, previous_message: {} }));
    nothing(directMessage('', { subtype: 'message_deleted' }));
    nothing(directMessage('Hei', { edited: { user: ANNA, ts: TS } }));
    nothing(message('ble med', { subtype: 'channel_join', thread_ts: TS }));
    nothing(message('Sendt til kanalen også', { subtype: 'thread_broadcast', ts: LATER, thread_ts: TS }));
    nothing(message('hei', { hidden: true, ts: LATER, thread_ts: TS }));
    nothing(directMessage('   '));
  });

  it('in a channel without a mention, or in a thread to somebody else, is not to us', () => {
    nothing(message('Hvem tar kaffen?'));
    nothing(message(`<@${OLE}> hva mener du?`, { ts: LATER, thread_ts: TS }));
  });

  it('that has another shape than Slack’s is nothing', () => {
    for (const body of [
      undefined,
      null,
      'x',
      {},
      { event: {} },
      eventBody({ type: 'channel_rename' }),
      mention('x', { ts: 'no ts' }),
    ])
      nothing(body);
  });

  it('in a channel shared with others belongs to our own workspace', () => {
    const body = mention('Hei');
    expect(event({ ...body, team_id: 'T0OTHER001' })).toMatchObject({ team: TEAM });
  });

  it('is read as a person reads it, without anybody’s id', () => {
    expect(
      plain(`<@${BOT}> Kan <@${OLE}|ole> stå i <#C1|nytt>? <https://x.example/a|Se her> &amp; <!here> &lt;3`, BOT),
    ).toBe('Kan @ stå i #nytt? Se her (https://x.example/a) & @here <3');
  });
});

describe('other events', () => {
  it('a thread with the assistant begins, and moves to another channel', () => {
    const where = { channel: DM, root: TS, threaded: true, shared: false };
    expect(event(assistantThread('assistant_thread_started'))).toEqual({
      what: 'thread',
      team: TEAM,
      user: ANNA,
      where,
      started: true,
      watching: ROOM,
    });
    expect(event(assistantThread('assistant_thread_context_changed', {}))).toMatchObject({
      started: false,
      watching: undefined,
    });
  });

  it('somebody opens the home tab; the messages tab needs nothing', () => {
    expect(event(eventBody({ type: 'app_home_opened', user: ANNA, channel: DM, tab: 'home', event_ts: TS }))).toEqual({
      what: 'home',
      team: TEAM,
      user: ANNA,
    });
    nothing(eventBody({ type: 'app_home_opened', user: ANNA, channel: DM, tab: 'messages', event_ts: TS }));
  });

  it('the app is taken out, or its token is', () => {
    expect(event(eventBody({ type: 'app_uninstalled' }))).toMatchObject({ what: 'gone', team: TEAM });
    expect(event(eventBody({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['UX'] } }))).toMatchObject({
      what: 'gone',
    });
    nothing(eventBody({ type: 'tokens_revoked', tokens: { oauth: ['UX'], bot: [] } }));
  });
});

const place = packWhere({ channel: ROOM, root: TS, threaded: false, shared: true });
const next = { do: 'answer', session: 's1', seen: 2 } as const;

describe('a button', () => {
  it('knows its thread by its block, since a note for one person stands in none', () => {
    const action = { do: 'share', turn: 't1' } as const;
    const pressed = { action_id: 'do.2', block_id: `${place}|b3.0`, value: packAction(action) };
    expect(fromAction(blockAction(pressed), norway)).toMatchObject({
      what: 'acted',
      action,
      fields: {},
      inForm: false,
      surface: { on: 'message', channel: ROOM, ts: '1796115601.000200', ephemeral: true },
      from: { conversation: `${ROOM}/${TS}/${ANNA}`, shared: true },
    });
  });

  it('that sends has the fields beside it; one that does not, has none', () => {
    const values = {
      b1: {
        'f.ticks': {
          type: 'checkboxes',
          selected_options: [{ text: { type: 'plain_text', text: 'x' }, value: 'P07' }],
        },
      },
      b2: { 'f.P13': { type: 'radio_buttons', selected_option: { value: 'none' } } },
      b3: { 'f.P14': { type: 'radio_buttons', selected_option: null } },
      b4: { 'f.D01': { type: 'plain_text_input', value: 'En side' }, other: { type: 'plain_text_input', value: 'x' } },
    };
    const pressed = { block_id: `${place}|b1.0`, value: packAction(next) };
    const state = { state: { values } };
    const sent = fromAction(blockAction({ ...pressed, action_id: 'send.0' }, state), norway);
    expect(sent).toMatchObject({ inForm: true, fields: { ticks: ['P07'], P13: 'none', D01: 'En side' } });
    expect(sent?.what === 'acted' && Object.keys(sent.fields)).toEqual(['ticks', 'P13', 'D01']);
    expect(fromAction(blockAction({ ...pressed, action_id: 'do.1' }, state), norway)).toMatchObject({ fields: {} });
  });

  it('pressed twice is two events, sent twice is one', () => {
    const pressed = { action_id: 'do.0', block_id: `${place}|b1.0`, value: packAction({ do: 'help' }) };
    const id = (over = {}) => {
      const acted = fromAction(blockAction({ ...pressed, ...over }), norway);
      return acted?.what === 'acted' ? acted.from.event : '';
    };
    expect(id()).toBe(id());
    expect(id({ action_ts: '1796115699.000300' })).not.toBe(id());
  });

  it('in a view or on the home tab knows where it stands', () => {
    const pressed = { action_id: 'do.0', block_id: `${place}|b1.0`, value: packAction({ do: 'help' }) };
    const view = {
      id: 'V1',
      hash: 'h1',
      type: 'modal',
      private_metadata: JSON.stringify({ place }),
      callback_id: 'varsam.card',
    };
    expect(
      fromAction(blockAction(pressed, { view, container: { type: 'view', view_id: 'V1' } }), norway),
    ).toMatchObject({
      surface: { on: 'modal', view: 'V1', hash: 'h1', origin: { place } },
    });
    const home = { id: 'V2', hash: 'h2', type: 'home' };
    expect(
      fromAction(blockAction(pressed, { view: home, container: { type: 'view', view_id: 'V2' } }), norway),
    ).toMatchObject({ surface: { on: 'home' } });
  });

  it('that asks why carries the reasons itself', () => {
    const why = { action_id: 'why.0', block_id: `${place}|b1.0`, value: 'Fordi.' };
    expect(fromAction(blockAction(why), norway)).toMatchObject({ what: 'why', text: 'Fordi.', inView: false });
  });

  it('with a link, of an older version or of somebody else’s making does nothing', () => {
    const ok = { action_id: 'do.0', block_id: `${place}|b1.0`, value: packAction({ do: 'help' }) };
    for (const over of [
      { action_id: 'link.0' },
      { action_id: 'approve' },
      { value: '{"do":"drop_tables"}' },
      { value: '' },
      { block_id: 'abc' },
    ])
      expect(fromAction(blockAction({ ...ok, ...over }), norway)).toBeUndefined();
    expect(fromAction({ type: 'block_actions' }, norway)).toBeUndefined();
  });
});

describe('a view', () => {
  const view = { callback_id: 'varsam.form', private_metadata: JSON.stringify({ place, submit: next }) };

  it('that is sent does what its form does, in the conversation it was opened from', () => {
    const state = { values: { b: { 'f.P13': { type: 'static_select', selected_option: { value: 'consent' } } } } };
    expect(fromView(viewPayload('view_submission', { ...view, state }), norway)).toMatchObject({
      what: 'submitted',
      action: next,
      fields: { P13: 'consent' },
      from: { conversation: `${ROOM}/${TS}/${ANNA}`, event: 'v/V0VIEW0001/1796115603.aBcDeF' },
    });
  });

  it('that is left puts its screening aside', () => {
    expect(fromView(viewPayload('view_closed', view), norway)).toMatchObject({
      what: 'closed',
      action: { do: 'pause', session: 's1' },
    });
  });

  it('that is not ours, or no form, is nothing', () => {
    for (const over of [
      { callback_id: 'other' },
      { private_metadata: '' },
      { private_metadata: JSON.stringify({ place }) },
    ])
      expect(fromView(viewPayload('view_submission', { ...view, ...over }), norway)).toBeUndefined();
  });

  it('with fields of other kinds gives those that are known', () => {
    expect(
      fieldsIn({ b: { 'f.a': { type: 'multi_static_select', selected_options: [] }, x: { type: 'datepicker' } } }),
    ).toEqual({ a: [] });
    expect(fieldsIn(undefined)).toEqual({});
  });
});

describe('a command', () => {
  const of = (command: string, text = '') => fromCommand(slashCommand(command, text), norway);

  it('begins a screening, with the words behind it', () => {
    expect(of('/dpia-start', 'ny Facebook-side for hele kommunen')).toMatchObject({
      what: 'begin',
      command: 'dpia-start',
      text: 'ny Facebook-side for hele kommunen',
    });
    expect(of('/varsam', 'fjern en kommentar')).toMatchObject({
      what: 'begin',
      screening: 'remove-comment',
      command: 'varsam',
    });
    expect(of('/photo-check')).toMatchObject({ what: 'begin', command: 'photo-check', text: '' });
  });

  it('/varsam asks, helps, or chooses a language or a country', () => {
    expect(of('/varsam', 'Når må vi gjøre en DPIA?')).toMatchObject({ what: 'ask', text: 'Når må vi gjøre en DPIA?' });
    expect(of('/varsam', 'ask kan vi slette?')).toMatchObject({ text: 'kan vi slette?' });
    for (const text of ['', 'help', 'hjälp', '?']) expect(of('/varsam', text)).toMatchObject({ help: true });
    expect(of('/varsam', 'språk nynorsk')).toMatchObject({ action: { do: 'language', lang: 'nn' } });
    expect(of('/varsam', 'language auto')).toMatchObject({ action: { do: 'language', lang: null } });
    expect(of('/varsam', 'land Sverige')).toMatchObject({ action: { do: 'country', country: 'SE' } });
    expect(of('/varsam', 'språk på nettsiden vår?')).toMatchObject({ text: 'språk på nettsiden vår?' });
  });

  it('/varsam account leads to the register, in the words of each language; a question stays one', () => {
    for (const text of ['account', 'konto', 'kontoer', 'Konton'])
      expect(of('/varsam', text)).toMatchObject({ account: '' });
    expect(of('/varsam', 'konto ny')).toMatchObject({ account: 'ny' });
    expect(of('/varsam', 'account facebook.com/fjordvik')).toMatchObject({ account: 'facebook.com/fjordvik' });
    expect(of('/varsam', 'konto for ungdomsklubben, får vi det?')).toMatchObject({
      text: 'konto for ungdomsklubben, får vi det?',
    });
    expect(of('/varsam', 'kontoret er stengt')).toMatchObject({ text: 'kontoret er stengt' });
  });

  it('that is not ours is nothing', () => {
    expect(of('/weather')).toBeUndefined();
    expect(fromCommand({ command: '/varsam' }, norway)).toBeUndefined();
  });
});

describe('“Check before publishing”', () => {
  it('takes the words and files of any message', () => {
    expect(fromShortcut(messageShortcut({ text: 'Vi gratulerer <@U1>!', files: [file()] }))).toMatchObject({
      what: 'check',
      user: ANNA,
      text: 'Vi gratulerer @!',
      files: [{ name: 'sommer.jpg' }],
    });
    expect(fromShortcut(messageShortcut({ text: null }))).toMatchObject({ text: '', files: [] });
    expect(fromShortcut(messageShortcut({}, { callback_id: 'other' }))).toBeUndefined();
  });
});

describe('a place', () => {
  it('is packed short and read again; nobody gets into another’s conversation', () => {
    for (const where of [
      { channel: ROOM, root: TS, threaded: true, shared: true },
      { channel: DM, root: '', threaded: false, shared: false },
    ]) {
      expect(unpackWhere(packWhere(where))).toEqual(where);
      expect(whereIs(conversationOf(where, ANNA), ANNA)).toEqual(where);
      expect(whereIs(conversationOf(where, ANNA), OLE)).toBeUndefined();
    }
    for (const packed of ['', 'C1', 'c1:1.1:', 'C1:x:', 'C1:1.1:ts|n0']) expect(unpackWhere(packed)).toBeUndefined();
  });
});

describe('the translators', () => {
  it('know no SDK when they run: only the channel file and what calls Slack for it meet it', () => {
    const met = sourcesIn('src/channels/slack').flatMap(({ path, imports }) =>
      imports.filter((i) => i.kind !== 'ours' && i.target.startsWith('@slack/') && !i.typeOnly).map(() => path),
    );
    expect([...new Set(met)]).toEqual(['src/channels/slack/caller.ts', 'src/channels/slack/channel.ts']);
  });

  it('ask no clock and no surroundings', () => {
    const pure = [
      'blocks',
      'form-blocks',
      'home',
      'inbound',
      'limits',
      'modal',
      'payloads',
      'place',
      'rich',
      'sources',
      'strings',
      'text',
    ];
    const looks = /\bDate\b|\bMath\.random\b|\bprocess\b|\bfetch\(|\bset(?:Timeout|Interval)\(|node:/;
    const found = sourcesIn('src/channels/slack').filter(
      ({ path, code }) => pure.some((name) => path.endsWith(`/${name}.ts`)) && looks.test(code),
    );
    expect(found.map((f) => f.path)).toEqual([]);
  });
});
