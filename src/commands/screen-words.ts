import { readByModel } from '../app/understood.ts';
import type { Config } from '../config.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { readAnswers as readWords } from '../core/reading/read-answers.ts';
import type { Definition } from '../core/screening/definition.ts';
import { latest, propose, type Session } from '../core/screening/session.ts';
import { KnowledgeError } from '../knowledge/load.ts';
import { loadWords } from '../knowledge/load-words.ts';
import { createLog } from '../log.ts';
import { mask } from '../privacy/mask.ts';
import type { OpenedIndex } from '../retrieval/build-index.ts';

type Asked = { config: Config; knowledge: Knowledge; languages: OpenedIndex['languages'] };

/** What can be read out of somebody's own words, by words and by a model where one is configured, as in the chats: proposed to be confirmed. */
export async function understood(
  definition: Definition,
  first: Session,
  text: string,
  lang: Lang,
  { config, knowledge, languages }: Asked,
): Promise<Session> {
  const { words, faults } = loadWords(config.knowledgeDir, [definition]);
  if (faults.length > 0) throw new KnowledgeError(faults);
  const heard = words.get(definition.id);
  let session = first;
  const add = (proposal: Parameters<typeof propose>[2]) => {
    session = propose(definition, session, proposal, text) ?? session;
  };
  for (const proposal of heard ? readWords(definition, heard, text, lang) : []) add(proposal);
  if (!config.model) return session;
  const { createModelReader } = await import('../llm/model-reader.ts');
  const reader = createModelReader(config.model);
  const talk = {
    deps: { reader, mask, languages, log: createLog(config.log) },
    view: { lang },
    notes: new Set<never>(),
  };
  const taken = latest(session);
  for (const proposal of await readByModel(talk, definition, session, text))
    if (!taken.has(proposal.question)) add(proposal);
  if (talk.notes.size > 0) console.error(say(knowledge.locales, lang, 'reading_offline'));
  return session;
}
