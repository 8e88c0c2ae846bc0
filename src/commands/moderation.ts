import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportLog, purgeLog } from '../app/moderation-archive.ts';
import { readConfig } from '../config.ts';
import { groundName, rowsOf } from '../core/cards/moderation-cards.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { newest } from '../core/moderation/archive.ts';
import { type Draft, draftOf, FIELDS, type FieldId, written } from '../core/moderation/draft.ts';
import { countRemovals, FEWEST, publicCounts } from '../core/moderation/figures.ts';
import { sha256 } from '../hash.ts';
import { open, type Varsam } from '../main.ts';

const USAGE = `usage: npm run moderation -- list [--json]
       npm run moderation -- add --account NAME --thing comment|message|picture|profile --ground GROUND --decided unit|editor|legal|controller
             --removed "2026-11-23 09:05" [--found …] [--platform NAME] [--file SCREENSHOT | --sha256 HEX] --evidence "…" [--not-saved]
             --told "…" [--not-told] [--note "…"] [--json]
       npm run moderation -- correct ID --why "…" [what changes] [--json]
       npm run moderation -- grounds [--json]
       npm run moderation -- figures [--public] [--json]
       npm run moderation -- export [--out FOLDER] [--json]
       npm run moderation -- purge`;

const OPTIONS = {
  account: { type: 'string' },
  platform: { type: 'string' },
  thing: { type: 'string' },
  found: { type: 'string' },
  removed: { type: 'string' },
  ground: { type: 'string' },
  decided: { type: 'string' },
  evidence: { type: 'string' },
  sha256: { type: 'string' },
  file: { type: 'string' },
  'not-saved': { type: 'boolean' },
  told: { type: 'string' },
  'told-on': { type: 'string' },
  'not-told': { type: 'boolean' },
  note: { type: 'string' },
  why: { type: 'string' },
  public: { type: 'boolean' },
  out: { type: 'string' },
  lang: { type: 'string' },
  country: { type: 'string' },
  tenant: { type: 'string' },
  json: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parse>['values'];
const parse = (args: string[]) => parseArgs({ args, allowPositionals: true, options: OPTIONS });

type At = { varsam: Varsam; tenant: string; lang: Lang; country: Country; values: Values };

/** The moderation log from the terminal. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [deed = '', id] = positionals;
  const config = readConfig();
  const country = Country.safeParse(values.country ?? config.country).data;
  const lang = Lang.safeParse(values.lang ?? config.lang ?? (country && defaultLang(country))).data;
  const deeds: Record<string, (at: At) => Promise<number>> = {
    list,
    add,
    grounds,
    figures,
    export: exported,
    purge,
    ...(id === undefined ? {} : { correct: (at: At) => correct(at, id) }),
  };
  const work = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined;
  if (!work || !country || !lang) {
    console.error(USAGE);
    return 2;
  }
  const varsam = await open(config);
  try {
    return await work({ varsam, tenant: values.tenant ?? LOCAL_TENANT, lang, country, values });
  } finally {
    await varsam.close();
  }
}

const viewOf = ({ varsam, lang, country }: At) => ({ lang, country, knowledge: varsam.knowledge });

async function list(at: At): Promise<number> {
  const { varsam, tenant, lang, values } = at;
  const removals = newest(await varsam.moderation.removals.all(tenant));
  if (values.json) console.log(JSON.stringify(removals, null, 2));
  else if (removals.length === 0) console.log(say(varsam.knowledge.locales, lang, 'log.empty'));
  else
    for (const removal of removals) {
      console.log(removal.id);
      for (const { label, value } of rowsOf(viewOf(at), removal, varsam.moderation.zone))
        console.log(`  ${label}: ${value}`);
    }
  return 0;
}

async function add(at: At): Promise<number> {
  const draft: Draft = {
    ...{ id: at.varsam.ids.next(), corrects: 0, account: null, country: at.country, session: null },
    fields: await given(at.values),
  };
  return write(at, draft);
}

async function correct(at: At, id: string): Promise<number> {
  const { moderation } = at.varsam;
  const last = (await moderation.removals.versions(at.tenant, id)).at(-1);
  if (!last) {
    console.error(`There is no removal ${id}. npm run moderation -- list shows them.`);
    return 1;
  }
  const before = draftOf(last, moderation.zone);
  return write(at, { ...before, fields: { ...before.fields, ...(await given(at.values)) } });
}

/** The fields that the options say. A file is read for its fingerprint alone. */
async function given(values: Values): Promise<Draft['fields']> {
  const { file, 'not-saved': unsaved, 'not-told': untold, 'told-on': toldOn } = values;
  const said = FIELDS.flatMap((id): [FieldId, string][] => {
    const value = id === 'saved' || id === 'notice' || id === 'told_on' ? undefined : values[id];
    return value === undefined ? [] : [[id, value]];
  });
  return {
    ...Object.fromEntries(said),
    ...(unsaved ? { saved: 'no' } : values.evidence === undefined ? {} : { saved: 'yes' }),
    ...(untold ? { notice: 'no' } : values.told === undefined ? {} : { notice: 'yes' }),
    ...(toldOn === undefined ? {} : { told_on: toldOn }),
    ...(file === undefined ? {} : { sha256: sha256(await readFile(file)) }),
  };
}

async function write(at: At, draft: Draft): Promise<number> {
  const { varsam, tenant, lang, values } = at;
  const { moderation, knowledge, clock, mask } = varsam;
  const found = written(draft, {
    grounds: knowledge.grounds,
    now: clock.now(),
    zone: moderation.zone,
    mask: (text) => mask(text).text,
  });
  if (!found.ok) {
    if (found.wrong.ground && !found.refused)
      console.error('npm run moderation -- grounds lists the grounds there are.');
    for (const [id, key] of Object.entries(found.wrong))
      console.error(
        `--${optionOf(id)}: ${found.refused && id === 'ground' ? found.refused.why[lang] : say(knowledge.locales, lang, key)}`,
      );
    return 1;
  }
  const added = await moderation.removals.append(tenant, found.removal);
  if (!added) console.error('Somebody else has corrected it meanwhile. Look at it again: npm run moderation -- list');
  else if (values.json) console.log(JSON.stringify(found.removal, null, 2));
  else console.log(`${found.removal.id} · version ${found.removal.version}`);
  return added ? 0 : 1;
}
const optionOf = (id: string): string =>
  id === 'saved' ? 'evidence or --not-saved' : id === 'notice' ? 'told or --not-told' : id.replace('_', '-');

/** The grounds that there are, with their lines. */
async function grounds({ varsam, lang, values }: At): Promise<number> {
  const all = varsam.knowledge.grounds;
  if (values.json) console.log(JSON.stringify(all, null, 2));
  else {
    for (const { id, text, cite } of all.grounds)
      console.log(`${id}  ${text[lang]}  (${cite.map((ref) => ('at' in ref ? ref.at : ref.law)).join(', ')})`);
    for (const { id, why } of all.none) console.log(`${id}  – ${why[lang]}`);
  }
  return 0;
}

async function figures(at: At): Promise<number> {
  const { varsam, tenant, lang, values } = at;
  const { removals, zone } = varsam.moderation;
  const latest = newest(await removals.all(tenant));
  const rows = values.public ? publicCounts(latest, zone) : countRemovals(latest, zone);
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else
    for (const row of rows) {
      const count = row.count ?? say(varsam.knowledge.locales, lang, 'console.few', { n: FEWEST });
      console.log(
        [row.quarter, groundName(viewOf(at), row.ground), ...('account' in row ? [row.account] : []), count].join(
          ' · ',
        ),
      );
    }
  return 0;
}

async function exported({ varsam, tenant, lang, values }: At): Promise<number> {
  const { archive, files } = await exportLog(tenant, lang, varsam);
  if (values.out !== undefined) {
    await mkdir(values.out, { recursive: true });
    for (const { name, text } of files) await writeFile(join(values.out, name), text);
  }
  const checksums = files.find((f) => f.name === 'SHA256SUMS')?.text ?? '';
  if (values.json) console.log(JSON.stringify({ ...archive, checksums }, null, 2));
  else if (values.out !== undefined) console.log(files.map((f) => join(values.out ?? '', f.name)).join('\n'));
  else process.stdout.write(files[1]?.text ?? '');
  return 0;
}

async function purge({ varsam, tenant }: At): Promise<number> {
  if (varsam.moderation.keepMonths === undefined) {
    console.error(
      'The municipality’s file has no moderation.keepMonths: nothing is deleted. docs/moderation.md tells more.',
    );
    return 1;
  }
  console.log(`${await purgeLog(tenant, varsam)} deleted.`);
  return 0;
}
