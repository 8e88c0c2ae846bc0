import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bodyWithin, isSlacks } from '../../src/channels/slack/fetch.ts';
import { FILE_HOSTS, fetchFile, keepsFiles, putFile } from '../../src/channels/teams/files.ts';
import { type Listening, listen } from '../../src/channels/web/server.ts';
import { archive } from '../../src/commands/privacy-archive.ts';
import { webOf } from '../../src/commands/web-on.ts';
import { openHouses } from '../../src/compose/tenants.ts';
import { csvOf } from '../../src/core/csv.ts';
import { Guideline } from '../../src/core/guideline.ts';
import { fromJson } from '../../src/export/json.ts';
import { addGuideline } from '../../src/knowledge/add.ts';
import { open } from '../../src/main.ts';
import { type House, startHouse } from '../e2e/slack.house.ts';
import { blockAction, directMessage, file } from '../fakes/slack/payloads.ts';
import { proposed } from '../support/accounts.ts';
import { fresh, opened } from '../support/assessment.ts';
import { asked, answer as written } from '../support/learning.ts';
import { removal } from '../support/moderation.ts';
import { openWhole, type Whole } from './house.ts';
import { tried } from './mutate.ts';

/** Ways out of where something belongs: out of a folder, to another host, out of a cell, out of a header, past a limit. */

let dir = '';
let whole: Whole;
let server: Listening;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'varsam-guards-'));
  whole = await openWhole(open);
  const app = express();
  app.use(webOf(await openHouses(whole.varsam), undefined));
  server = await listen(app, { host: '127.0.0.1', port: 0 }, 1000);
});
afterAll(async () => {
  await server.close();
  await whole.close();
  rmSync(dir, { recursive: true, force: true });
});

const OUT = [
  '../x',
  '../../x',
  '/etc/x',
  '..\\x',
  'a/../../x',
  '..',
  '.',
  '',
  'C:\\x',
  'x\u0000.md',
  'x\r\ny',
  '\u202egpj.x',
];

describe('out of a folder', () => {
  const everything = (at: string) => (readdirSync(at, { recursive: true }) as string[]).sort();

  test('knowledge add takes a document in under its last name alone, and touches nothing beside its own folder', async () => {
    const home = join(dir, 'add');
    const knowledgeDir = join(home, 'a', 'knowledge');
    mkdirSync(knowledgeDir, { recursive: true });
    const words = '# Regler\n\nFjellvik kommune.\n\nVis hensyn til alle i kommentarfeltet.\n';
    for (const name of ['..\\regler.md', '\u202edm.regler.md', 'regler\u0007.md', 'guideline.yaml', '...md']) {
      tried('path traversal');
      const path = join(home, name);
      writeFileSync(path, words);
      const added = await addGuideline({ knowledgeDir, file: path, now: new Date('2026-05-04'), lang: 'nb' }).catch(
        (e: Error) => e,
      );
      if (name === '...md')
        expect('dir' in added && added.dir.startsWith(`${join(knowledgeDir, 'guidelines')}/`)).toBe(true);
      else expect(added).toHaveProperty('name', 'DocumentError');
    }
    expect(everything(home).filter((f) => !f.startsWith('a/knowledge') && f.includes('/'))).toEqual([]);
  });

  test('a guideline names files beside it and no others', () => {
    for (const name of OUT.filter((n) => !/^[^/\\]*$/.test(n) || ['..', '.', ''].includes(n))) {
      tried('path traversal');
      for (const key of ['file', 'text']) {
        const found = Guideline.safeParse({ [key]: name }).error?.issues.filter((i) => i.path[0] === key);
        expect(found, `${key}: ${name}`).not.toEqual([]);
      }
    }
    expect(
      Guideline.safeParse({ file: 'Retningslinjer 2026.pdf' }).error?.issues.filter((i) => i.path[0] === 'file'),
    ).toEqual([]);
  });

  test('an assessment that was taken in as JSON has an id that is no path: it becomes the name of a file', () => {
    for (const id of OUT) {
      tried('path traversal');
      expect(fromJson(JSON.stringify(opened({ ...fresh(), id }))).ok, id).toBe(false);
    }
    expect(fromJson(JSON.stringify(opened({ ...fresh(), id: 'a-1_B' }))).ok).toBe(true);
  });

  test('the records for the archive are written in their folder, or not at all', async () => {
    const out = join(dir, 'records', 'here');
    const document = { ...fresh(), decision: {} };
    const house = {
      ...whole.varsam,
      assessments: { list: async () => [{ id: 'a' }], dossier: async () => ({ versions: [{ document }] }) },
      exportDocument: async () => ({ name: '../../../evil.pdf', mime: 'application/pdf', bytes: new Uint8Array(1) }),
    };
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    tried('path traversal');
    await expect(archive('local', house as unknown as typeof whole.varsam, out)).rejects.toThrow(/would not be inside/);
    expect(everything(dir).filter((name) => name.includes('evil'))).toEqual([]);
    await archive('local', whole.varsam, out);
    expect(everything(out).length).toBeGreaterThan(5);
    vi.restoreAllMocks();
  });

  test.each([
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/package.json',
    '/source/..%2f..%2fpackage.json',
    '/console/export/..%2fx.csv',
    '/console/moderation/..%2f..%2fx',
  ])('%s gives nothing', async (path) => {
    tried('path traversal');
    const reply = await fetch(server.url + path, { redirect: 'manual' });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(await reply.text()).not.toContain('"dependencies"');
  });
});

/** Addresses that a message may name and that nothing is ever fetched from. */
const INNER = [
  'http://169.254.169.254/latest/meta-data/',
  'http://127.0.0.1:5432/',
  'http://[::1]/',
  'http://localhost/',
  'https://intern.kommunen.no/hemmelig.jpg',
  'https://slack.com.evil.example/x',
  'https://evilslack.com/x',
  'https://sharepoint.com.evil.example/x',
  'https://evilsharepoint.com/x',
  'http://files.slack.com/x',
  'http://kommunen.sharepoint.com/x',
  'https://files.slack.com@evil.example/x',
  'https://kommunen.sharepoint.com@evil.example/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  'ftp://files.slack.com/x',
  '//evil.example/x',
  'x',
];

describe('to another host', () => {
  let house: House;
  let other: Server;
  const met: string[] = [];
  let elsewhere = '';
  beforeAll(async () => {
    house = await startHouse({ http: true });
    other = createServer((req, res) => {
      met.push(`${req.method} ${req.url} ${req.headers.authorization ?? ''}`);
      res.end('x');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await house.close();
    other.close();
  });

  test.each(INNER)('%s is none of Slack’s, nor where Teams keeps files', async (url) => {
    tried('other hosts');
    expect(isSlacks(url)).toBe(false);
    const asked: string[] = [];
    const files = {
      hosts: FILE_HOSTS,
      fetch: (async (at: URL) => {
        asked.push(String(at));
        return new Response('x');
      }) as unknown as typeof fetch,
    };
    await expect(fetchFile(url, undefined, keepsFiles(files), files)).rejects.toThrow();
    await expect(putFile(url, new Uint8Array(1), files)).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  test('a file that a Slack message says lies elsewhere is not fetched, and our key does not go there', async () => {
    tried('other hosts');
    const url = `${elsewhere}/sommer.jpg`;
    const said = directMessage('Kan vi bruke dette?', {
      subtype: 'file_share',
      files: [file({ url_private: url, url_private_download: url })],
    });
    expect((await house.slack.post(JSON.stringify(said))).status).toBe(200);
    await house.worker.idle();
    expect(met).toEqual([]);
    expect(house.deps.log.lines.join('\n')).toContain('a file outside of Slack');
  });

  test('an answer goes to Slack, wherever a press says that it should go', async () => {
    tried('other hosts');
    const press = blockAction({ action_id: 'do.help.1', block_id: 'b', value: '{"do":"help"}' });
    const body = new URLSearchParams({
      payload: JSON.stringify({
        ...press,
        response_url: `${elsewhere}/hook`,
        container: { type: 'message', message_ts: '1.1', channel_id: 'C024BE91L', is_ephemeral: true },
      }),
    });
    const { status } = await house.slack.post(body.toString(), { contentType: 'application/x-www-form-urlencoded' });
    expect(status).toBe(200);
    await house.worker.idle();
    expect(met).toEqual([]);
  });

  test('Slack and Teams that redirect elsewhere are not followed', async () => {
    tried('other hosts', 2);
    const redirects: typeof fetch = async (at) => {
      if (String(at).startsWith(elsewhere)) met.push(String(at));
      return new Response(null, { status: 302, headers: { location: `${elsewhere}/inner` } });
    };
    const files = { hosts: FILE_HOSTS, fetch: redirects };
    await expect(fetchFile('https://kommunen.sharepoint.com/x', 'key', keepsFiles(files), files)).rejects.toThrow(
      'address',
    );
    const { patientFetch } = await import('../../src/channels/slack/fetch.ts');
    const front = createServer((_, res) => res.writeHead(302, { location: `${elsewhere}/inner` }).end());
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(front.address() as AddressInfo).port}/file`;
    expect(await patientFetch(at, { headers: { authorization: 'Bearer xoxb-1' } }, 5000)).toBeUndefined();
    front.close();
    expect(met).toEqual([]);
  });
});

/** What a spreadsheet would take for a formula. */
const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '=HYPERLINK("https://evil.example","x")',
  '＝1+1',
  "=cmd|'/c calc'!A1",
];
/** The cells of a table in RFC 4180. */
function cellsOf(csv: string): string[] {
  const cells: string[] = [];
  for (const m of csv.replace(/^\uFEFF/, '').matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g))
    cells.push((m[1] ?? m[2] ?? '').replaceAll('""', '"'));
  return cells;
}
const active = (cell: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell);

describe('out of a cell', () => {
  test.each(FORMULAS)('%j is text in a table, as a value and as a heading', (formula) => {
    tried('formulas');
    const cells = cellsOf(csvOf([{ name: formula, [formula]: 'x' }]));
    expect(cells.filter(active)).toEqual([]);
    expect(cells).toContain(`'${formula}`);
  });

  test('every table that can be taken along has been through it, with formulas for names, reasons and answers', async () => {
    const { accounts, moderation, learn } = whole.varsam;
    for (const [i, formula] of FORMULAS.entries()) {
      tried('formulas');
      const facts = { name: formula, unit: formula, purpose: formula, address: `https://facebook.com/formel${i}` };
      await accounts.append('local', proposed(facts, `acc-formula-${i}`));
      await moderation.removals.append(
        'local',
        removal(`r-formula-${i}`, {
          account: { id: null, name: formula },
          platform: formula,
          note: formula,
          evidence: { reference: formula, sha256: 'a'.repeat(64) },
        }),
      );
      await learn.groups.add(
        asked(`q-formula-${i}`, { tenant: 'local', question: formula, named: formula }),
        null,
        null,
      );
      await learn.experts.append(
        'local',
        written(`answer-formula-${i}`, { question: formula, text: formula, by: formula }),
      );
    }
    const { exportLog } = await import('../../src/app/moderation-archive.ts');
    const { recordFiles } = await import('../../src/app/public-records.ts');
    const { sha256 } = await import('../../src/hash.ts');
    const tables = new Map<string, string>();
    const { files } = await exportLog('local', 'nb', whole.varsam);
    for (const f of files) if (f.name.endsWith('.csv')) tables.set(`archive ${f.name}`, f.text);
    for (const f of await recordFiles('local', { ...whole.varsam, sha256 }))
      if (f.name.endsWith('.csv')) tables.set(`records ${f.name}`, Buffer.from(f.bytes).toString());
    const sets = [
      'weeks',
      'topics',
      'questions',
      'answers',
      'documents',
      'screenings',
      'channels',
      'lines',
      'confidence',
    ];
    for (const path of [
      '/console/accounts.csv',
      '/console/calendar.csv',
      '/console/moderation/figures.csv',
      '/console/moderation/public.csv',
      ...sets.map((s) => `/console/export/${s}.csv`),
    ]) {
      const reply = await fetch(server.url + path);
      if (reply.status === 200) tables.set(path, await reply.text());
    }
    expect([...tables.keys()].filter((k) => k.startsWith('/console/export/')).length).toBeGreaterThan(1);
    expect(tables.size).toBeGreaterThan(6);
    const all = [...tables].flatMap(([name, csv]) =>
      cellsOf(csv)
        .filter(active)
        .map((cell) => `${name}: ${cell}`),
    );
    expect(all).toEqual([]);
    expect([...tables.values()].join('').split("'=1+1").length).toBeGreaterThan(3);
  });

  test('whatever is sent as a table is made by one function', () => {
    const root = join(import.meta.dirname, '..', '..', 'src');
    const sends = (readdirSync(root, { recursive: true }) as string[]).filter(
      (f) => f.endsWith('.ts') && /text\/csv|\.csv[`']/.test(readFileSync(join(root, f), 'utf8')),
    );
    expect(sends.length).toBeGreaterThan(5);
    for (const f of sends)
      if (!/-page\.ts$|accounts-page|log-page|console-rows/.test(f))
        expect(readFileSync(join(root, f), 'utf8'), f).toContain('csvOf(');
  });
});

describe('out of a header', () => {
  const TITLES = [
    'x"\r\nSet-Cookie: a=b',
    'x\u0000y',
    '../../etc/passwd',
    'é'.repeat(300),
    `${'a'.repeat(59)}𝐊𝐊`,
    "\"; filename*=UTF-8''evil.exe",
    '\u202egpj.exe',
    '😀',
    '…',
  ];
  test.each(TITLES)('%j as the title of an assessment gives a file with a plain name', async (title) => {
    tried('header injection');
    const id = `a-title-${TITLES.indexOf(title)}`;
    for (const version of opened({ ...fresh(), id, title }).versions)
      await whole.varsam.assessments.append('local', version);
    for (const format of ['md', 'json']) {
      const reply = await fetch(`${server.url}/assessment/${id}/export/${format}`);
      expect(reply.status).toBe(200);
      const header = reply.headers.get('content-disposition') ?? '';
      expect(header).toMatch(
        /^attachment; filename=(?:"[^"\\/\r\n]+"|[\w-]+\.(?:md|json))(?:; filename\*=UTF-8''[A-Za-z0-9%.!#$&+^_`|~-]+)?$/,
      );
      expect(reply.headers.get('set-cookie') ?? '').not.toContain('a=b');
    }
  });
});

describe('out of a form', () => {
  test('one for an office without the office leads back to the console, and is no fault', async () => {
    const body = new URLSearchParams({ back: '/console' });
    const reply = await fetch(`${server.url}/console/office`, { method: 'POST', body, redirect: 'manual' });
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/console']);
  });
});

describe('past a limit', () => {
  test('a body without end is read no further than its limit, and one that says it is larger not at all', async () => {
    tried('upload limits', 3);
    let given = 0;
    let over = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (to) => {
          given += 1000;
          to.enqueue(new Uint8Array(1000));
        },
        cancel: () => {
          over = true;
        },
      });
    expect(await bodyWithin(new Response(endless()), 10_000)).toBeUndefined();
    expect(given).toBeLessThan(20_000);
    expect(over).toBe(true);
    given = 0;
    expect(
      await bodyWithin(new Response(endless(), { headers: { 'content-length': '10001' } }), 10_000),
    ).toBeUndefined();
    expect(given).toBeLessThan(3000);
    expect(await bodyWithin(new Response(new Uint8Array(10_000)), 10_000)).toHaveLength(10_000);
  });

  test('what is sent to the web past its limit is refused while it comes', async () => {
    for (const [path, type, size] of [
      ['/ask', 'application/x-www-form-urlencoded', 5_000_000],
      ['/act', 'application/x-www-form-urlencoded', 5_000_000],
      ['/photo', 'multipart/form-data; boundary=x', 45_000_000],
    ] as const) {
      tried('upload limits');
      const reply = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': type },
        body: new Uint8Array(size),
      }).catch(() => undefined);
      // Some servers say 413, some hang up while it is being sent; neither takes it.
      if (reply) expect(reply.status, path).toBe(413);
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
