import { load } from 'cheerio';
import express from 'express';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/channels/web/server.ts';
import { webOf } from '../../src/commands/web-on.ts';
import { openHouses } from '../../src/compose/tenants.ts';
import { open } from '../../src/main.ts';
import { openWhole, type Whole } from './house.ts';
import { insideIn, oddText, runs, tried } from './mutate.ts';

/** Every page and form that there is in chat, console and assessments, found by following what stands on them, and then sent with something else in it. */

type Form = { from: string; action: string; method: string; type: string; fields: [name: string, value: string][] };
type Change = { at: number; to: string; how: string };
let whole: Whole;
let server: Listening;
let cookies = '';
const pages = new Set<string>();
const forms = new Map<string, Form>();

async function get(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string; type: string; to: string | null }> {
  const response = await fetch(new URL(path, server.url), {
    ...init,
    redirect: 'manual',
    headers: { cookie: cookies, ...init.headers },
  });
  for (const one of response.headers.getSetCookie()) {
    const [pair = ''] = one.split(';');
    const [name = ''] = pair.split('=');
    const others = cookies.split('; ').filter((c) => c && !c.startsWith(`${name}=`));
    cookies = [...others, pair].join('; ');
  }
  const { status, headers } = response;
  return { status, text: await response.text(), type: headers.get('content-type') ?? '', to: headers.get('location') };
}

/** Our own addresses on a page, and its forms with what a browser would send of them, one for each button. */
function look(path: string, text: string): string[] {
  const $ = load(text);
  $('form').each((_, form) => {
    const action = $(form).attr('action') || path;
    const method = ($(form).attr('method') ?? 'get').toUpperCase();
    const type = $(form).attr('enctype') ?? 'application/x-www-form-urlencoded';
    const fields = $(form)
      .find('input[name], textarea[name], select[name]')
      .toArray()
      .map((el): [string, string] => [$(el).attr('name') ?? '', String($(el).val() ?? $(el).attr('value') ?? '')]);
    const buttons = $(form).find('button[name]').toArray();
    for (const button of buttons.length > 0 ? buttons : [undefined]) {
      const pressed = button ? [[$(button).attr('name') ?? '', $(button).attr('value') ?? ''] as [string, string]] : [];
      const one: Form = {
        from: path,
        action: $(button ?? form).attr('formaction') ?? action,
        method,
        type,
        fields: [...fields, ...pressed],
      };
      const verb =
        /"do":"([^"]+)"/.exec(JSON.stringify(one.fields).replaceAll('\\"', '"'))?.[1] ??
        one.fields.map(([n]) => n).join();
      forms.set(`${method} ${one.action.replace(/\?.*/, '')} ${verb}`, one);
    }
  });
  return $('a[href]')
    .toArray()
    .map((a) => new URL($(a).attr('href') ?? '', new URL(path, server.url)))
    .filter((u) => u.origin === new URL(server.url).origin)
    .map((u) => u.pathname + u.search);
}

beforeAll(async () => {
  whole = await openWhole(open);
  const app = express();
  app.use(webOf(await openHouses(whole.varsam), undefined));
  server = await listen(app, { host: '127.0.0.1', port: 0 }, 1000);
  const send = (path: string, fields: Record<string, string>) =>
    get(path, { method: 'POST', body: new URLSearchParams(fields) });
  await get('/');
  for (const question of [
    'Kan vi slette en kritisk kommentar?',
    '/varsam konto ny',
    '/photo-check',
    '/varsam logg',
    'Hvilken farge har julekortet?',
  ])
    await send('/ask', { question });
  await send('/console/office', { office: 'console', from: '/console' });
  await send('/assessment/role', { role: 'author', person: 'kari' });
  const queue = [
    '/',
    '/console',
    '/assessments',
    '/assessment/a-000000000001',
    '/console/accounts/acc-000000001',
    '/console/accounts/acc-000000002',
    '/console/moderation/r-000000000001',
    '/console/question/seeded-question-001',
    '/official-accounts',
  ];
  while (queue.length > 0 && pages.size < 80) {
    const path = queue.shift() ?? '/';
    const kind = path.replace(/\?.*/, '').replace(/seeded-question-\d+/, 'q');
    if (pages.has(path) || [...pages].filter((p) => p.startsWith(kind)).length > 3) continue;
    pages.add(path);
    const { text, type, to } = await get(path);
    if (to) queue.push(to);
    if (type.includes('text/html')) queue.push(...look(path, text));
  }
});
afterAll(async () => {
  await server.close();
  await whole.close();
});

test('the way through the pages met the chat, the console, assessments, accounts, the log and the calendar', () => {
  for (const kind of [
    '/assessment/',
    '/console/accounts/',
    '/console/moderation',
    '/console/calendar',
    '/console/question/',
    '/source/',
  ])
    expect(
      [...pages].some((p) => p.startsWith(kind)),
      kind,
    ).toBe(true);
  for (const kind of [
    'POST /ask',
    'POST /act',
    'POST /console/act',
    'POST /assessment/a-000000000001/edit',
    'POST /console/accounts/',
  ])
    expect(
      [...forms.keys()].some((f) => f.startsWith(kind)),
      `${kind} among ${[...forms.keys()].join('\n')}`,
    ).toBe(true);
});

test('each of its forms and addresses may be sent with anything in it', async () => {
  // By what they do first: an assessment has a form for each of its fields.
  const kinds = [...Map.groupBy(forms, ([key]) => key.replace(/\/edit .*/, '/edit')).values()];
  const addresses = [...pages];
  const change = fc.record({
    at: fc.nat(),
    to: oddText,
    how: fc.constantFrom('value', 'value', 'value', 'gone', 'twice', 'name'),
  });
  const sent = fc.oneof(
    { weight: 3, arbitrary: fc.record({ form: fc.nat(), changes: fc.array(change, { maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ page: fc.nat(), changes: fc.array(change, { minLength: 1, maxLength: 2 }) }) },
  );
  const changed = (fields: Form['fields'], changes: Change[]): [string, string][] => {
    const copy = fields.map(([n, v]): [string, string] => [n, v]);
    for (const { at, to, how } of changes) {
      const i = at % Math.max(1, copy.length);
      const one = copy[i] ?? ['q', ''];
      if (how === 'gone') copy.splice(i, 1);
      else if (how === 'twice') copy.push([one[0], to]);
      else if (how === 'name') copy[i] = [to, one[1]];
      else copy[i] = [one[0], to];
    }
    return copy.map(([n, v]) => [n.toWellFormed(), v.toWellFormed()]);
  };
  await fc.assert(
    fc.asyncProperty(sent, async (what) => {
      const session = cookies;
      let reply: Awaited<ReturnType<typeof get>>;
      let said: string;
      if ('form' in what) {
        const kind = kinds[what.form % kinds.length] ?? [];
        const form = kind[Math.floor(what.form / kinds.length) % Math.max(1, kind.length)]?.[1];
        if (!form) return;
        const body = new URLSearchParams(changed(form.fields, what.changes));
        said = `${form.method} ${form.action} ${body}`;
        if (form.method === 'GET') reply = await get(`${form.action.replace(/\?.*/, '')}?${body}`);
        else if (form.type.startsWith('multipart')) {
          const parts = new FormData();
          for (const [n, v] of body) parts.append(n, new Blob([v]), v.slice(0, 40));
          reply = await get(form.action, { method: 'POST', body: parts });
        } else reply = await get(form.action, { method: 'POST', body });
        tried('web forms');
      } else {
        const path = addresses[what.page % addresses.length] ?? '/';
        const url = new URL(path, server.url);
        const query = new URLSearchParams(changed([...url.searchParams, ['from', '1']], what.changes));
        const [first] = what.changes;
        const parts = url.pathname.split('/');
        if (first?.how === 'name') parts[parts.length - 1] = encodeURIComponent(first.to.toWellFormed());
        said = `GET ${parts.join('/')}?${query}`;
        reply = await get(`${parts.join('/')}?${query}`);
        tried('web addresses');
      }
      // Whoever signs out, or loses what a cookie says, is back for the next.
      cookies = session;
      expect(reply.status, said.slice(0, 1500)).toBeLessThan(500);
      expect(insideIn(reply.text), said.slice(0, 1500)).toBeUndefined();
    }),
    runs(80),
  );
  expect((await get('/')).status).toBe(200);
  const asked = await get('/ask', {
    method: 'POST',
    body: new URLSearchParams({ question: 'Kan vi slette en kritisk kommentar?' }),
  });
  expect(asked.status).toBe(303);
});
