import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Site, startSite } from '../e2e/site.ts';
import { type House, startHouse } from '../e2e/slack.house.ts';
import { blockAction, message, messageShortcut, slashCommand, viewPayload } from '../fakes/slack/payloads.ts';
import { insideIn, type Json, mutated, oddText, runs, tried } from './mutate.ts';

/** Whatever comes in, well-formed or not: an answer below 500, nothing of the inside in it, and the next request is answered as ever. */

describe('the web', () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.close());
  const call = (method: string, path: string, headers: Record<string, string>, body: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const where = {
        host: '127.0.0.1',
        port: site.port,
        method,
        path,
        agent: false,
        headers: { ...headers, ...length },
      };
      const sent = request(where, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const PATHS = [
    ...['/', '/ask', '/act', '/photo', '/feedback', '/withdraw', '/settings', '/new', '/source/norberg', '/healthz'],
    ...['/assessments', '/assessments/a1', '/assessments/a1/save', '/assessments/a1/sign', '/assessments/a1/export'],
    ...['/console', '/console/questions', '/console/search', '/console/figures', '/console/export.csv', '/console/x'],
    ...['/accounts', '/accounts/a1', '/accounts.csv', '/log', '/log/export', '/calendar', '/calendar.ics', '/official'],
    ...['/sign-in', '/sign-in/back', '/assets/../../etc/passwd', '/source/..%2f..%2fetc%2fpasswd', '/%E0%A4%A'],
  ];
  const KEYS = [
    'question',
    'token',
    'turn',
    'verdict',
    'lang',
    'country',
    'action',
    'session',
    'f.ticks',
    'path',
    'q',
    'from',
  ];
  const anything = fc.record({
    method: fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE'),
    path: fc.constantFrom(...PATHS),
    more: fc.option(oddText),
    query: fc.dictionary(fc.constantFrom(...KEYS), oddText, { maxKeys: 3 }),
    form: fc.dictionary(fc.constantFrom(...KEYS), oddText, { maxKeys: 5 }),
    type: fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/json',
      'multipart/form-data; boundary=x',
      'text/plain',
    ),
    cookie: fc.option(oddText),
  });

  test('answers whatever it is asked, and says nothing of its inside', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ method, path, more, query, form, type, cookie }) => {
        const at = `${path}${more === null ? '' : `/${encode(more)}`}?${new URLSearchParams(clean(query))}`;
        const headers = {
          'content-type': type,
          ...(cookie ? { cookie: `varsam_conversation=${encode(cookie)}` } : {}),
        };
        const reply = await call(method, at.slice(0, 8000), headers, new URLSearchParams(clean(form)).toString());
        tried('web');
        expect(reply.status, `${method} ${at}`).toBeLessThan(500);
        expect(insideIn(reply.body)).toBeUndefined();
      }),
      runs(60),
    );
    expect((await call('GET', '/healthz', {}, '')).status).toBe(200);
  });
});
const encode = (words: string) => encodeURIComponent(words.toWellFormed());
const clean = (all: Record<string, string>) =>
  Object.fromEntries(Object.entries(all).map(([k, v]) => [k, v.toWellFormed()]));

describe('Slack', () => {
  let house: House;
  beforeAll(async () => {
    house = await startHouse({ http: true });
  });
  afterAll(() => house.close());
  const EVENTS = [message('Kan vi slette en kommentar?', { channel: 'D024BE91L1', channel_type: 'im' })];
  const FORMS = [
    blockAction({ action_id: 'do.help.1', block_id: 'b', value: '{"do":"help"}' }),
    viewPayload('view_submission', { callback_id: 'varsam.form', private_metadata: '{}' }),
    viewPayload('view_closed', { callback_id: 'varsam.form' }),
    messageShortcut({ text: 'Er dette greit?' }),
  ];
  const anything = fc.oneof(
    fc.oneof(...EVENTS.map(mutated)).map((p) => ({ body: JSON.stringify(p), contentType: 'application/json' })),
    fc.oneof(...FORMS.map(mutated)).map((p) => ({
      body: new URLSearchParams({ payload: JSON.stringify(p) }).toString(),
      contentType: 'application/x-www-form-urlencoded',
    })),
    mutated(slashCommand('/varsam', 'help')).map((p) => ({
      body: new URLSearchParams(
        Object.entries((p ?? {}) as Record<string, Json>).map(([k, v]): [string, string] => [
          k,
          String(v).toWellFormed(),
        ]),
      ).toString(),
      contentType: 'application/x-www-form-urlencoded',
    })),
    fc
      .string({ unit: 'binary', maxLength: 200 })
      .map((body) => ({ body: body.toWellFormed(), contentType: 'application/json' })),
  );
  test('may send whatever it likes, signed as it should be: it is answered, and the next question too', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ body, contentType }) => {
        const { status, text } = await house.slack.post(body, { contentType });
        tried('Slack');
        expect(status, body.slice(0, 2000)).toBeLessThan(500);
        expect(insideIn(text)).toBeUndefined();
      }),
      runs(60),
    );
    await house.worker.idle();
    const next = JSON.stringify(
      message('Kan vi slette en kritisk kommentar?', {
        ts: '1796115999.000100',
        channel: 'D024BE91L1',
        channel_type: 'im',
      }),
    );
    expect((await house.slack.post(next)).status).toBe(200);
    await house.worker.idle();
    expect(house.slack.made('chat.postMessage').length).toBeGreaterThan(0);
  });
});
