import type { Lang } from '../core/language.ts';
import { detectLanguage } from '../core/language-model.ts';
import { accepted, asQuestions, readable } from '../core/reading/accept.ts';
import { readAnswers } from '../core/reading/read-answers.ts';
import type { Definition } from '../core/screening/definition.ts';
import { propose, type Session } from '../core/screening/session.ts';
import type { Talk } from './talk.ts';

/** What a reading needs of a conversation. */
type Reading = Pick<Talk, 'notes'> & {
  deps: Pick<Talk['deps'], 'reader' | 'mask' | 'log' | 'languages'>;
  view: Pick<Talk['view'], 'lang'>;
};

/** A reading of a text: answers with the words they were read from. */
type Read = { question: string; value: string; words: string };

/** Nobody writes a plan longer than this into a chat; in characters, and a bound on what a model is sent. */
const LONGEST = 6000;

/**
 * What can be read out of somebody's words, as proposals. They are read in the language they are written in, which need not be the one to answer in: by words
 * and phrases first, and then by a model, where there is one, for what those left open. `now`: they were written as an answer to the screening.
 * `byWords`: without a model. `byModel` are the questions that only the model read; they wait for a person, whatever was asked.
 */
export async function understood(
  talk: Talk,
  definition: Definition,
  before: Session,
  text: string,
  { said = 'before', byWords = false }: { said?: 'before' | 'now'; byWords?: boolean | undefined } = {},
): Promise<{ session: Session; byModel: string[] }> {
  const heard = (await talk.deps.words()).get(definition.id);
  const lang = languageOf(talk, text);
  let session = before;
  const add = (proposal: Read) => {
    session = propose(definition, session, proposal, text, said) ?? session;
  };
  const offline = heard ? readAnswers(definition, heard, text, lang) : [];
  for (const proposal of offline) add(proposal);
  const taken = offline.map((p) => p.question);
  const all = byWords ? [] : await readByModel(talk, definition, session, text);
  const read = all.filter((p) => !taken.includes(p.question));
  for (const proposal of read) add(proposal);
  return { session, byModel: read.map((p) => p.question) };
}

/**
 * What a model reads out of a text for the questions that are open, where there is one. A model that fails is noted in the log and on the card, and costs
 * nothing but its reading.
 */
export async function readByModel(
  talk: Reading,
  definition: Definition,
  session: Session,
  text: string,
): Promise<Read[]> {
  const { deps } = talk;
  const items = deps.reader && text.trim() ? readable(definition, session) : [];
  if (!deps.reader || items.length === 0) return [];
  // What is taken out was taken out before; once more costs little, and nothing may slip past into somebody else's model.
  const sent = deps.mask(text.slice(0, LONGEST)).text;
  const lang = languageOf(talk, text);
  try {
    const read = await deps.reader.read({ text: sent, lang, questions: asQuestions(items, lang) });
    const taken = accepted(items, sent, read);
    deps.log.info('text.read', { read: read.length, taken: taken.length });
    return taken;
  } catch (error) {
    deps.log.error('reading.failed', error);
    talk.notes.add('reading_offline');
    return [];
  }
}

function languageOf({ deps, view }: Reading, text: string): Lang {
  const told = detectLanguage(deps.languages, text);
  return told.sure ? told.lang : view.lang;
}
