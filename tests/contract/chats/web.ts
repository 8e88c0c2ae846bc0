import { type CheerioAPI, load } from 'cheerio';
import { showing } from '../../../src/app/showing.ts';
import { createWebApp, listen } from '../../../src/channels/web/server.ts';
import { defaultMunicipality } from '../../../src/core/assessment/default-municipality.ts';
import { type Action, unpackAction } from '../../../src/core/card.ts';
import { type Chat, openChatHouse } from './chat.ts';

/** Somebody with a browser without a script: pages, forms and redirects, over HTTP. */
export async function webChat(): Promise<Chat> {
  const house = await openChatHouse();
  const { deps } = house;
  const config = { tenant: 'local', host: '127.0.0.1', country: 'NO', lang: undefined } as const;
  const app = createWebApp({
    ...deps,
    converse: house.converse,
    showing: (from, session) => showing(from, deps, session),
    assessment: { ...deps, municipality: defaultMunicipality },
    config,
  });
  const server = await listen(app, { ...config, port: 0 }, 1000);
  const cookies = new Map<string, string>();
  const files: { name: string; bytes: Uint8Array }[] = [];
  let page: CheerioAPI = load('');
  /** Files lie in the page, or behind its links. */
  const take = () => {
    for (const a of page('a[download]').toArray()) {
      const [, data] = /;base64,(.+)$/.exec(page(a).attr('href') ?? '') ?? [];
      if (data) files.push({ name: page(a).attr('download') ?? '', bytes: Buffer.from(data, 'base64') });
    }
  };
  const go = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    const response = await fetch(new URL(path, server.url), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie, 'accept-language': 'nb' },
    });
    for (const one of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    return to ? go(to) : response;
  };
  const show = async (response: Response) => {
    page = load(await response.text());
    take();
  };
  const post = async (path: string, body: URLSearchParams | FormData) => show(await go(path, { method: 'POST', body }));
  const say = (question: string) => post('/ask', new URLSearchParams({ question }));

  type Pressable = { form: string; name: string; value: string; action: Action };
  /** Every button of the page with what it does; that of the newest turn last, but the card under way before all. */
  const pressables = (): Pressable[] =>
    page('form button')
      .toArray()
      .flatMap((button): Pressable[] => {
        const b = page(button);
        const form = b.closest('form').attr('action') ?? '';
        const [name, value] = [b.attr('name') ?? '', b.attr('value') ?? ''];
        const turn = String(b.closest('form').find('input[name=turn]').attr('value'));
        if (name === 'verdict')
          return [{ form, name, value, action: { do: 'feedback', turn, verdict: value as 'helped' } }];
        if (form === '/withdraw') return [{ form, name: '', value: '', action: { do: 'withdraw', turn } }];
        const action = name === 'action' ? unpackAction(value) : undefined;
        return action ? [{ form, name, value, action }] : [];
      });
  const find = (deed: string, which: (a: Action) => boolean): Pressable => {
    const found = pressables().findLast((p) => p.action.do === deed && which(p.action));
    if (!found) throw new Error(`no button ${deed} on: ${page('body').text().replace(/\s+/g, ' ')}`);
    return found;
  };
  const send = async (
    { form, name, value, action }: Pressable,
    fields: Readonly<Record<string, string | string[]>> = {},
  ) => {
    const body = new URLSearchParams();
    if ('turn' in action && form !== '/act') body.set('turn', String(action.turn));
    if (name) body.set(name, value);
    for (const [id, given] of Object.entries(fields)) for (const one of [given].flat()) body.append(id, one);
    await post(form, body);
  };
  return {
    channel: 'web',
    house,
    say,
    command: (command, text = '') => say(`/${command} ${text}`),
    drop: async (name, bytes) => {
      const body = new FormData();
      body.set('photo', new Blob([new Uint8Array(bytes)]), name);
      await post('/photo', body);
    },
    press: async (deed, which = () => true) => {
      const download = page('a[href*="/export/docx"]').attr('href');
      if (deed === 'export' && download) {
        const response = await go(download);
        const [, name = ''] = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
        files.push({ name, bytes: new Uint8Array(await response.arrayBuffer()) });
      } else await send(find(deed, which));
    },
    fill: async (values, none = false) => {
      const form = page('form.questions').last();
      const button = form
        .find('button[name=action]')
        .toArray()
        .map((b) => page(b).attr('value') ?? '')
        .find((v) => {
          const action = unpackAction(v);
          return action && (none ? action.do === 'none' : action.do === 'answer' || ('sent' in action && action.sent));
        });
      const action = unpackAction(button ?? '');
      if (!button || !action) throw new Error('no form on the page');
      const filled: Record<string, string | string[]> = {};
      for (const input of form.find('input:checked').toArray())
        filled[page(input).attr('name') ?? ''] = page(input).attr('value') ?? '';
      for (const box of form.find('textarea').toArray()) filled[page(box).attr('name') ?? ''] = page(box).text();
      for (const [id, given] of Object.entries(values))
        for (const one of [given].flat())
          if (
            form.find(`textarea[name="${id}"]`).length === 0 &&
            form.find(`input[name="${id}"][value="${one}"]`).length === 0
          )
            throw new Error(`${id} can't be ${one}`);
      await send(
        { form: form.attr('action') ?? '/act', name: 'action', value: button, action },
        { ...filled, ...values },
      );
    },
    newThread: () => post('/new', new URLSearchParams()),
    words: () => page('body').text(),
    files: () => files,
    close: async () => {
      await server.close();
      await deps.store.close();
    },
  };
}
