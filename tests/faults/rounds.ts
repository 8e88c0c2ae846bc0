import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgres, openSqlite } from '../../src/store/open.ts';
import { CASES, OFFICE_ROOM, type World } from './cases.ts';
import { KilledHouse } from './house.ts';

export type Rounds = {
  kills: number;
  seed: number;
  /** A database in Postgres; absent: a SQLite file. */
  database?: string;
  /** Where a built index is to be had; absent: it is built by the first process. */
  index?: string;
  /** The use cases; absent: all. */
  cases?: readonly string[];
  onRound?: (n: number) => void;
};
type Row = { begun: number; underWay: number; wrong: string[] };
export type Killed = {
  kills: number;
  sent: number;
  acknowledged: number;
  resent: number;
  shownAgain: number;
  differing: string[];
  rows: Map<string, Row>;
};

/** Use cases that are under way when the kill comes. */
const SIDE_BY_SIDE = 3;
/** The kill comes after one of so many messages of theirs, and within so many ms of it, the first of them more often: there are the steps that write. */
const MESSAGES = 7;
const WITHIN_MS = 60;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEAT = '{ people: [] }';
const MUNICIPALITY = `name: Fjordvik kommune
country: NO
roles: { unit: ${SEAT}, editor: ${SEAT}, security: ${SEAT}, archive: ${SEAT}, dpo: ${SEAT}, controller: ${SEAT} }
owners:
  - id: kom
    people: [boss]
    to: { slack: ${OFFICE_ROOM} }
`;

/**
 * Round after round: a few use cases begin, varsam is killed at some moment in them, is started again, and what was begun is finished. Then the store is read. Every
 * twentieth process finds its clock an hour behind the last one's.
 */
export async function killRounds({ kills, seed, database, index, cases, onRound }: Rounds): Promise<Killed> {
  const dir = mkdtempSync(join(tmpdir(), 'varsam-kills-'));
  const random = seeded(seed);
  if (index && existsSync(index)) {
    mkdirSync(join(dir, 'index'));
    for (const file of readdirSync(index)) copyFileSync(join(index, file), join(dir, 'index', file));
  }
  const municipality = join(dir, 'municipality.yaml');
  writeFileSync(municipality, MUNICIPALITY);
  const house = new KilledHouse({
    VARSAM_DATA_DIR: dir,
    VARSAM_MUNICIPALITY: municipality,
    ...(database ? { VARSAM_DATABASE_URL: database } : {}),
  });
  const names = cases ?? Object.keys(CASES);
  const rows = new Map(names.map((name): [string, Row] => [name, { begun: 0, underWay: 0, wrong: [] }]));
  await house.start();
  const stores = await (database ? openPostgres({ url: database }) : openSqlite(join(dir, 'varsam.db')));
  const world: World = {
    door: house.door,
    edit: (tenant, assessment, path, value, base) =>
      house.order({ kind: 'edit', tenant, assessment, path, value, base }),
    digest: (tenant, due) => house.order({ kind: 'digest', tenant, due }),
    told: house.toldIn,
    toldTo: house.toldTo,
    stores,
  };
  try {
    for (let n = 0; n < kills; n++) {
      const before = house.tally.sent;
      const open = new Set<string>();
      const all = Array.from({ length: Math.min(SIDE_BY_SIDE, names.length) }, async (_, i) => {
        const name = names[(n * SIDE_BY_SIDE + i) % names.length] ?? '';
        const row = rows.get(name);
        const run = CASES[name];
        if (!row || !run) throw new Error(`no case ${name}`);
        row.begun++;
        open.add(name);
        const wrong = await run(`T0${seed}X${n}X${i}`, world).catch((error: unknown) => [String(error)]);
        open.delete(name);
        row.wrong.push(...wrong.map((what) => `round ${n}: ${what}`));
      });
      const after = before + 1 + Math.floor(random() * MESSAGES);
      while (house.tally.sent < after && open.size > 0) await pause(1);
      await pause(random() ** 2 * WITHIN_MS);
      for (const name of open) {
        const row = rows.get(name);
        if (row) row.underWay++;
      }
      await house.kill();
      await house.start(n % 20 === 19);
      await Promise.all(all);
      onRound?.(n + 1);
    }
    await house.kill('SIGTERM');
    const { tally, differing } = house;
    return { kills, ...tally, differing, rows };
  } finally {
    await house.kill();
    await stores.store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
