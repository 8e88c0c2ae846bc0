import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { sourcesIn } from '../architecture/sources.ts';

/** What is shipped to those who run varsam: it names only what is there, and what the image holds is enough to answer. */

const ROOT = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const DEPLOYED = readdirSync(join(ROOT, 'deploy'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.\w+$|Dockerfile$/.test(name))
  .map((name) => join('deploy', name));
const Package = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

/** What the image takes from the repository into its last stage. */
const copied = () =>
  [...read('deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));

describe('the image', () => {
  test('takes only what its ignore file lets through', () => {
    const let_ = read('.dockerignore')
      .match(/^!.+$/gm)
      ?.map((line) => line.slice(1));
    expect([...new Set(copied())].sort()).toEqual(let_?.sort());
  });

  test('answers with nothing but what it holds, where it may write nothing beside its data', () => {
    const dir = mkdtempSync(join(tmpdir(), 'varsam-image-'));
    const app = join(dir, 'app');
    mkdirSync(app);
    for (const path of copied()) cpSync(join(ROOT, path), join(app, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'));
    chmodSync(app, 0o555);
    const out = execFileSync(process.execPath, ['src/cli.ts', 'ask', 'Må vi arkivere kommentarer?', '--json'], {
      cwd: app,
      env: { PATH: dirname(process.execPath), VARSAM_DATA_DIR: join(dir, 'data') },
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toMatchObject({ status: 'answered' });
    chmodSync(app, 0o755);
    rmSync(dir, { recursive: true });
  });

  test('has every package that the program imports without the ones for development', () => {
    const { dependencies, optionalDependencies } = Package.parse(JSON.parse(read('package.json')));
    const missing = sourcesIn('src').flatMap(({ path, imports }) =>
      imports
        .filter(
          (i) => i.kind === 'package' && !i.typeOnly && !(i.target in { ...dependencies, ...optionalDependencies }),
        )
        .map((i) => `${path} -> ${i.target}`),
    );
    expect(missing).toEqual([]);
  });

  test('runs as nobody in particular, and is told to stop in the way it listens for', () => {
    const file = read('deploy/Dockerfile');
    expect(file.lastIndexOf('USER node')).toBeGreaterThan(file.lastIndexOf('RUN '));
    expect(file).toContain('STOPSIGNAL SIGTERM');
  });
});

test('every setting that a file for deployment names exists', () => {
  const table = new Set(read('docs/configuration.md').match(/(?<=`)_?VARSAM_[A-Z_]+(?=`)/g));
  const named = DEPLOYED.flatMap((path) => (read(path).match(/VARSAM_[A-Z_]+/g) ?? []).map((name) => ({ path, name })));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ name }) => !table.has(name.replace(/_FILE$/, '')))).toEqual([]);
});

test('every figure that the dashboard draws and an alert watches is one that varsam gives', async () => {
  const metrics = createMetrics();
  metrics.keep({ name: 'search' }, 'found', 0.01);
  const given = new Set((await metrics.text()).match(/(?<=^# TYPE )\w+/gm));
  const text = read('deploy/grafana/varsam.json') + read('deploy/prometheus/alerts.yaml');
  const used = new Set(text.match(/\b(?:varsam|process|nodejs)_\w+(?=[[{])/g));
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((name) => !given.has(name.replace(/_(?:count|sum|bucket)$/, '')))).toEqual([]);
});

test('each panel of the dashboard stands in a place of its own', () => {
  const { panels } = z
    .object({ panels: z.array(z.object({ id: z.int(), gridPos: z.object({ x: z.int(), y: z.int() }) })) })
    .parse(JSON.parse(read('deploy/grafana/varsam.json')));
  expect(new Set(panels.map((p) => p.id)).size).toBe(panels.length);
  expect(new Set(panels.map((p) => `${p.gridPos.x}/${p.gridPos.y}`)).size).toBe(panels.length);
});

test('in compose and on Kubernetes the container’s root is read-only, it is nobody’s root, and it keeps no rights', () => {
  const compose = parse(read('deploy/compose.yaml'));
  expect(compose.services.varsam).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  const deployment = parseAllDocuments(read('deploy/kubernetes/varsam.yaml'))
    .map((d) => d.toJS())
    .find((d) => d.kind === 'Deployment');
  const { securityContext, containers } = deployment.spec.template.spec;
  expect(securityContext).toMatchObject({ runAsNonRoot: true });
  expect(containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

/**
 * Licences under which a municipality may run, change and pass on what is shipped. LGPL: sharp's picture library, a file of its own that is not changed.
 * CC-BY: the dates of date-holidays, whose contributors docs/calendar.md names.
 */
const OPEN = [
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSD',
  '0BSD',
  'BSD-0-Clause',
  'BlueOak-1.0.0',
  'CC-BY-3.0',
  'PSF-2.0',
  'Unlicense',
  'MPL-2.0',
  'OFL-1.1',
  'Zlib',
  'LGPL-3.0-or-later',
];
/** Packages whose entry names no licence, with the one that stands in their licence file. */
const UNNAMED: Record<string, string> = { 'png-js': 'MIT' };

test('what is shipped is under licences that a municipality may use', () => {
  const lock = z
    .object({
      packages: z.record(
        z.string(),
        z.object({ license: z.string().optional(), dev: z.boolean().optional(), devOptional: z.boolean().optional() }),
      ),
    })
    .parse(JSON.parse(read('package-lock.json')));
  const shipped = Object.entries(lock.packages).filter(([path, p]) => path && !p.dev && !p.devOptional);
  expect(shipped.length).toBeGreaterThan(100);
  const may = (license: string) =>
    license
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((one) => OPEN.includes(one)));
  const others = shipped
    .map(([path, { license }]) => ({ name: path.replace(/^.*node_modules\//, ''), license }))
    .filter(({ name, license = UNNAMED[name] ?? 'none' }) => !may(license));
  expect(others).toEqual([]);
});
