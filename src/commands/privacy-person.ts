import { writeFileSync } from 'node:fs';
import type { Erasure, PersonalData, PersonExport, Retention } from '../app/privacy-ports.ts';
import { sealer } from '../channels/web/seal.ts';
import type { Config } from '../config.ts';
import { clock, storeKeys } from '../main.ts';

type Stores = { personal: PersonalData; retention: Retention };

/** The id by which the store knows somebody: `slack:U1`, `teams:…`, `web:…`, `terminal:terminal`, or a subject of the sign-in. Undefined: none of these. */
export async function userOf(given: string, config: Config): Promise<string | undefined> {
  const [, channel, id = ''] = /^(slack|teams|web|terminal|sign-in):(.+)$/.exec(given) ?? [];
  if (channel === 'web') return id.startsWith('web-') ? id : `web-${id}`;
  if (channel !== 'sign-in') return channel && id;
  if (!config.signIn) return undefined;
  const { pseudonym } = sealer(await storeKeys(config), 'session', () => clock.now());
  return `web-${pseudonym(config.signIn.issuer, id)}`;
}

/** `export`: as JSON, or to be read. */
export async function exportPerson(
  { personal }: Stores,
  { tenant, user, json, out }: { tenant: string; user: string; json: boolean; out: string | undefined },
): Promise<number> {
  const found = await personal.find(tenant, user);
  const text = json ? `${JSON.stringify(found, null, 2)}\n` : markdown(found);
  if (out === undefined) process.stdout.write(text);
  else {
    writeFileSync(out, text, { mode: 0o600 });
    console.log(out);
  }
  return 0;
}

/** Every kind with what there is of it, in the order of the export. */
function markdown({ format: _, tenant, person, ...kinds }: PersonExport): string {
  const lines = [`# What varsam keeps of ${person} (${tenant})`];
  for (const [kind, rows] of Object.entries(kinds)) {
    const list: readonly unknown[] = Array.isArray(rows) ? rows : rows === 0 ? [] : [rows];
    lines.push('', `## ${kind}: ${Array.isArray(rows) ? rows.length : rows}`);
    for (const row of list)
      lines.push('', ...(typeof row === 'object' && row !== null ? fields(row, 0) : [`- ${row}`]));
  }
  return `${lines.join('\n')}\n`;
}

function fields(row: object, depth: number): string[] {
  const pad = '  '.repeat(depth);
  return Object.entries(row).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null)
      return [`${pad}- ${key}: ${String(value).replace(/(?<!\s)\s*\n\s*/g, ' ')}`];
    return [`${pad}- ${key}:`, ...fields(value, depth + 1)];
  });
}

type Erase = { tenant: string; user: string; names: string[]; dry: boolean; json: boolean; config: Config };

/** `erase`: says what was deleted, what stays, and why. */
export async function erase({ personal, retention }: Stores, given: Erase): Promise<number> {
  const { tenant, user, names, dry, json, config } = given;
  const done = await personal.erase(tenant, { user, names }, { dry });
  if (!dry) await retention.scrub('whole');
  const elsewhere = elsewhereOf(config);
  if (json) console.log(JSON.stringify({ tenant, dry, ...done, elsewhere }, null, 2));
  else console.log(report(done, dry, elsewhere));
  return 0;
}

/** What no command of ours reaches. */
function elsewhereOf({ database }: Config): string[] {
  return [
    'Backups hold what they held: delete them when their time is over.',
    ...(database
      ? [
          'Postgres keeps removed rows until its next vacuum, and in its write-ahead log and standbys as long as those are kept.',
        ]
      : []),
    'Messages in Slack and Teams are the platform’s: they are deleted there.',
    'eval/cases/expert.jsonl, where `knowledge export-cases` was run: run it again.',
  ];
}

function report({ deleted, stayed }: Erasure, dry: boolean, elsewhere: readonly string[]): string {
  const gone = Object.entries(deleted).map(([kind, n]) => `  ${n} ${kind}`);
  const kept = stayed.map(({ kind, what, why }) => `  ${kind} ${what}: ${why}`);
  return [
    dry ? 'Would be deleted:' : 'Deleted:',
    ...(gone.length > 0 ? gone : ['  nothing']),
    dry ? 'Would stay:' : 'Stays:',
    ...(kept.length > 0 ? kept : ['  nothing']),
    'Elsewhere:',
    ...elsewhere.map((line) => `  ${line}`),
  ].join('\n');
}
