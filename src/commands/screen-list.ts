import type { Config } from '../config.ts';
import { kindName, STATE_NAMES } from '../core/assessment/words.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Lang } from '../core/language.ts';
import { date } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { openStores } from '../main.ts';

/** `screen -- list`: the screenings there are, and the assessments that are stored, last changed first. */
export async function listScreenings(
  { config, knowledge }: { config: Config; knowledge: Knowledge },
  lang: Lang,
  asJson: boolean,
): Promise<number> {
  const { store, assessments } = await openStores(config);
  try {
    const stored = await assessments.list(LOCAL_TENANT);
    const screenings = knowledge.screenings.map((d) => ({ id: d.id, version: d.version, title: d.title[lang] }));
    if (asJson) {
      console.log(JSON.stringify({ screenings, assessments: stored }, null, 2));
      return 0;
    }
    for (const s of screenings) console.log(`${s.id.padEnd(18)} ${s.title} (v${s.version})`);
    if (stored.length > 0) console.log('');
    for (const a of stored)
      console.log(
        `${a.id}  ${a.title}\n  ${kindName(a.kind, config.country, lang)} · ${STATE_NAMES[a.state as keyof typeof STATE_NAMES]?.[lang] ?? a.state} · v${a.version} · ${date(lang, a.at)}`,
      );
    return 0;
  } finally {
    await store.close();
  }
}
