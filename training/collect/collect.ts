import type { Knowledge } from '../../src/core/guideline.ts';
import { collectFamilies } from '../families.ts';
import { progress } from '../progress.ts';
import type { TrainingRecord } from '../records.ts';
import { DEBIAN } from '../sources.ts';
import { collectDebian } from './debian.ts';
import { collectGdpr, collectKnowledge, collectRows, collectSentences, collectYaml } from './own.ts';

export type CollectOptions = {
  cache: string;
  gdpr: string;
  sentences: string;
  terms: string;
  asked: string;
  families: string;
  knowledge: Knowledge;
  /** Folders of YAML with texts in four languages that the knowledge does not hold: screenings, risks. */
  folders: readonly string[];
};

/** All records of all sources, uncleaned, in an order that depends on nothing but the input. */
export function collectAll({
  cache,
  gdpr,
  sentences,
  terms,
  asked,
  families,
  knowledge,
  folders,
}: CollectOptions): TrainingRecord[] {
  const bar = progress('collect', DEBIAN.length + 3);
  const records: TrainingRecord[] = [];
  const add = (found: TrainingRecord[]) => {
    for (const record of found) records.push(record);
  };
  add(collectKnowledge(knowledge));
  for (const folder of folders) add(collectYaml(folder));
  bar.to(1, 'knowledge');
  add(collectSentences(sentences));
  add(collectRows(terms, 'own-terms'));
  add(collectRows(asked, 'own-asked'));
  add(collectFamilies(families));
  bar.to(2, 'sentences');
  add(collectGdpr(gdpr));
  for (const [i, source] of DEBIAN.entries()) {
    bar.to(3 + i, source.name);
    add(collectDebian(source, cache));
  }
  bar.to(DEBIAN.length + 3);
  bar.end();
  return records;
}
