import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opsOn } from '../../src/commands/ops.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createTelemetry, observedReader } from '../../src/telemetry/observe.ts';

/** varsam as those see it who run it: a process of its own, its operations port, and the place its traces go to. */

const QUESTION = 'Kan Sigurd Fjellheim få være med på klassebildet?';

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string };
/** What a collector of traces was sent, in OTLP's JSON. */
async function startCollector() {
  const bodies: string[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    res.setHeader('content-type', 'application/json').end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const spans = () =>
    bodies.flatMap((body) =>
      (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }).resourceSpans.flatMap((r) =>
        r.scopeSpans.flatMap((s) => s.spans),
      ),
    );
  return { url: `http://127.0.0.1:${port}/v1/traces`, bodies, spans, close: () => server.close() };
}

describe('a process with an operations port', () => {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-ops-'));
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let child: ReturnType<typeof spawn>;
  let out = '';
  let addresses: { web: string; ops: string };

  beforeAll(async () => {
    collector = await startCollector();
    child = spawn(process.execPath, ['src/cli.ts', 'serve'], {
      env: {
        ...process.env,
        VARSAM_DATA_DIR: dir,
        VARSAM_PORT: '0',
        VARSAM_OPS_PORT: '0',
        VARSAM_OTLP_URL: collector.url,
        VARSAM_LOG: 'info',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ready = new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (data: Buffer) => {
          out += data;
          if (out.includes('Ctrl+C')) resolve();
        });
      child.once('exit', () => reject(new Error(`it ended before it was ready:\n${out}`)));
    });
    await ready;
    addresses = {
      web: /ready: (\S+)/.exec(out)?.[1] ?? '',
      ops: /operations +on +(\S+)\/health/.exec(out)?.[1] ?? '',
    };
  });
  afterAll(() => {
    child.kill('SIGKILL');
    collector.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('is live and ready, and says which checks hold', async () => {
    expect((await fetch(`${addresses.ops}/health/live`)).status).toBe(200);
    const ready = await fetch(`${addresses.ops}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ web: true, store: true });
  });

  test('an answered question is counted and timed, and none of its words stand in figures, log or traces', async () => {
    const asked = await fetch(`${addresses.web}/ask`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ question: QUESTION, token: '00000000-0000-4000-8000-000000000001' }),
    });
    expect(asked.ok).toBe(true);
    await asked.text();
    const figures = await (await fetch(`${addresses.ops}/metrics`)).text();
    expect(figures).toMatch(/varsam_event_seconds_count\{channel="web",kind="text",outcome="done"\} 1/);
    expect(figures).toMatch(/varsam_search_seconds_count\{outcome="found"\} \d/);
    expect(figures).toMatch(/varsam_answers_total\{status="\w+",lang="nb",country="NO",model="false"\} 1/);
    for (const word of QUESTION.split(' ').filter((w) => w.length > 4)) {
      expect(figures).not.toContain(word);
      expect(out).not.toContain(word);
    }
  });

  test('the operations port gives nothing else, and takes nothing', async () => {
    expect((await fetch(`${addresses.ops}/`)).status).toBe(404);
    expect((await fetch(`${addresses.ops}/console`)).status).toBe(404);
    expect((await fetch(`${addresses.ops}/metrics`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${addresses.web}/metrics`)).status).toBe(404);
  });

  test('told to stop, it ends in order and sends the traces it still has: the search within its event', async () => {
    child.removeAllListeners('exit');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const spans = collector.spans();
    const event = spans.find((s) => s.name === 'event');
    const search = spans.find((s) => s.name === 'search' && s.traceId === event?.traceId);
    expect(search?.parentSpanId).toBe(event?.spanId);
    expect(collector.bodies.join()).not.toContain('Fjellheim');
  });
});

describe('readiness', () => {
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const asked = async (checks: Parameters<typeof opsOn>[2]) => {
    const ops = await opsOn({ metrics: createMetrics(), log: silent }, { host: '127.0.0.1', port: 0 }, checks);
    const reply = await fetch(`${ops?.url}/health/ready`);
    const body = await reply.json();
    await ops?.close();
    return { status: reply.status, body };
  };

  test('a store that is away makes it not ready, and names it', async () => {
    const away = async () => Promise.reject(new Error('connect ECONNREFUSED'));
    expect(await asked(() => ({ web: () => true, store: away }))).toEqual({
      status: 503,
      body: { web: true, store: false },
    });
  });

  test('a check that hangs is a no', async () => {
    const { status } = await asked(() => ({ store: () => new Promise<boolean>(() => {}) }));
    expect(status).toBe(503);
  });

  test('a port in use stops the start with a word on which setting to change', async () => {
    const taken = await opsOn({ metrics: createMetrics(), log: silent }, { host: '127.0.0.1', port: 0 }, () => ({}));
    const port = Number(new URL(taken?.url ?? '').port);
    await expect(
      opsOn({ metrics: createMetrics(), log: silent }, { host: '127.0.0.1', port }, () => ({})),
    ).rejects.toThrow(/VARSAM_OPS_PORT: port \d+ .* Set VARSAM_OPS_PORT to a free port/);
    await taken?.close();
  });
});

test('a step that fails is kept as a fault with its time, and fails all the same', async () => {
  const metrics = createMetrics();
  let ms = 0;
  const telemetry = createTelemetry({ metrics, traces: undefined }, () => {
    ms += 250;
    return ms;
  });
  const work = async () => Promise.reject(new Error('away'));
  await expect(telemetry.step({ name: 'model', task: 'answer' }, work)).rejects.toThrow('away');
  expect(await metrics.text()).toContain('varsam_model_seconds_sum{task="answer",outcome="fault"} 0.25');
});

test('what a model reads is measured beside what it answers', async () => {
  const metrics = createMetrics();
  const telemetry = createTelemetry({ metrics, traces: undefined }, () => 0);
  const found = [{ id: 'P16', code: 'licence', words: 'kjøpte' }];
  const input = { text: 'Vi kjøpte det.', lang: 'nb', questions: [] } as const;
  expect(await observedReader({ read: async () => found }, telemetry).read(input)).toBe(found);
  await observedReader({ read: async () => [] }, telemetry).read(input);
  for (const outcome of ['found', 'nothing'])
    expect(await metrics.text()).toContain(`varsam_model_seconds_count{task="read",outcome="${outcome}"} 1`);
});
