import type { Answer } from '../core/answer.ts';
import { type Context, fromClaims, fromCurated, fromPassages, refused, unsure } from '../core/compose.ts';
import { type Calibrations, calibrationFor, confidence, featuresOf } from '../core/confidence.ts';
import { type Decision, decide } from '../core/decide.ts';
import { leaning } from '../core/follow-up.ts';
import { candidateText, ground } from '../core/grounding.ts';
import { type Guard, guarded } from '../core/guard.ts';
import type { Knowledge } from '../core/guideline.ts';
import type { Country, Lang } from '../core/language.ts';
import { detectLanguage, type LanguageModel } from '../core/language-model.ts';
import { neighbours } from '../core/passages.ts';
import type { Candidate, Ranked } from '../core/ranking.ts';
import type { Log, Mask, ModelAnswerer, Retriever, SearchResult } from './ports.ts';

/** How many candidates are looked at, and how many of them a model may read. */
const LOOKED_AT = 40;
const FOR_MODEL = 8;
/** The best of these bring the passages before and after them. */
const WITH_NEIGHBOURS = 2;
/** Earlier questions that a follow-up may lean on. */
const REMEMBERED = 3;
/** Weight of what was said before, beside the question itself, when the question leans on it fully. */
const CONTEXT_WEIGHT = 0.65;

export type Question = {
  text: string;
  /** Earlier questions in the thread, oldest first. */
  history: readonly string[];
  /** The user's choice; absent: told from the text, else `fallbackLang`. */
  lang?: Lang | undefined;
  fallbackLang: Lang;
  country: Country;
};

export type Answered = {
  answer: Answer;
  /** The question as it may be stored, logged or sent. */
  masked: string;
  found: { kind: string; count: number }[];
  /** For figures and consoles: what search saw and how sure it was. */
  trace: { confidence: number; decided: Decided; least: number; ranked: Ranked[]; modelUsed: boolean; dropped: number };
};

/**
 * What the answer hung on: an office's own answer; being `sure` enough, at `least` so much, or not; a `written` gap or refusal, where being sure counts for
 * nothing; or that what was found can't be answered with (`nothing`).
 */
type Decided = 'expert' | 'sure' | 'not_sure' | 'written' | 'nothing';

export type AnswerDeps = {
  knowledge: Knowledge;
  retriever: Retriever;
  mask: Mask;
  languages: LanguageModel;
  calibration: Calibrations;
  log: Log;
  model?: ModelAnswerer | undefined;
  /** The answer that somebody has given to the same question before; it comes after the guards and before everything else. */
  answeredBefore?: (masked: string, lang: Lang) => Promise<Answer | undefined>;
};

/**
 * Answers one question: mask, tell the language, search, decide, phrase, ground. Without a model, or where the model fails, the answer comes
 * from written answers and the guidelines' own rules. Never throws for anything a user can write.
 */
export async function answerQuestion(
  question: Question,
  deps: AnswerDeps,
  onText?: (text: string) => void,
): Promise<Answered> {
  const { knowledge, mask } = deps;
  const { text: masked, found } = mask(question.text);
  const told = detectLanguage(deps.languages, question.text);
  const lang = question.lang ?? (told.sure ? told.lang : question.fallbackLang);
  const context: Context = { knowledge, lang, country: question.country };
  const history = question.history.slice(-REMEMBERED).map((h) => mask(h).text);

  const guard = guarded(question.text, deps.knowledge.guards);
  // What leans on what was said before is another question than the same words alone.
  const alone = history.length === 0 || leaning(masked) < 0.5;
  const before = !guard && alone ? await deps.answeredBefore?.(masked, lang) : undefined;
  if (before) {
    const trace: Answered['trace'] = {
      ...{ confidence: 1, decided: 'expert', least: 0 },
      ...{ ranked: [], modelUsed: false, dropped: 0 },
    };
    return { answer: withMasked(before, found), masked, found, trace };
  }
  const { search, asked } = await searchInContext(masked, history, context, deps.retriever);
  const calibration = calibrationFor(deps.calibration, search);
  const sure = confidence(featuresOf(asked, search), calibration);
  const decision = guard
    ? refusalOf(guard, knowledge)
    : decide(search.ranked, { sure, threshold: calibration.threshold, floor: calibration.floor }, knowledge);
  const { threshold: least } = calibration;
  const trace = { confidence: sure, decided: decidedBy(decision, sure >= least), least, ranked: search.ranked };
  const done = { masked, found, trace: { ...trace, modelUsed: false, dropped: 0 } };

  const offline = offlineAnswer(decision, context);
  if (!deps.model || (decision.kind !== 'curated' && decision.kind !== 'rules'))
    return { ...done, answer: withMasked(offline, found) };
  const phrased = await withModel(masked, history, search.ranked, offline, context, deps, onText);
  return {
    ...done,
    answer: withMasked(phrased.answer, found),
    trace: { ...done.trace, modelUsed: phrased.used, dropped: phrased.dropped },
  };
}

/**
 * A follow-up is searched twice, alone and with what was said before; the scores are added with the weight of its leaning. `asked` is the question as
 * it must be judged: with the one before it where it leans on that.
 */
export async function searchInContext(
  text: string,
  history: string[],
  { lang, country }: Context,
  retriever: Retriever,
): Promise<{ search: SearchResult; asked: string }> {
  const options = { lang, country, limit: LOOKED_AT };
  const alone = await retriever.search(text, options);
  const lean = history.length > 0 ? leaning(text) : 0;
  if (lean === 0) return { search: alone, asked: text };
  const whole = `${history.at(-1)} ${text}`;
  const before = await retriever.search(whole, options);
  const weight = lean * CONTEXT_WEIGHT;
  const scores = new Map<string, Ranked>();
  for (const [result, share] of [
    [alone, 1 - weight],
    [before, weight],
  ] as const)
    for (const r of result.ranked) {
      const seen = scores.get(r.candidate.id);
      const mix = (key: 'whole' | 'part' | 'dense') => (seen?.signals[key] ?? 0) + share * r.signals[key];
      scores.set(r.candidate.id, {
        candidate: r.candidate,
        bestPart: r.bestPart || (seen?.bestPart ?? ''),
        score: (seen?.score ?? 0) + share * r.score,
        signals: { whole: mix('whole'), part: mix('part'), dense: mix('dense') },
      });
    }
  const ranked = [...scores.values()].sort((a, b) => b.score - a.score).slice(0, LOOKED_AT);
  const mixed = (key: 'known' | 'covered') => alone[key] * (1 - weight) + before[key] * weight;
  const leans = weight >= 0.5;
  const { nearest, akin } = leans ? before : alone;
  return {
    search: { ranked, known: mixed('known'), covered: mixed('covered'), nearest, akin },
    asked: leans ? whole : text,
  };
}

function decidedBy({ kind }: Decision, enough: boolean): Decided {
  if (kind === 'gap' || kind === 'refuse') return 'written';
  if (kind === 'unsure') return enough ? 'nothing' : 'not_sure';
  return 'sure';
}

function refusalOf(guard: Guard, knowledge: Knowledge): Decision {
  const entry = knowledge.curated.find((e) => e.id === guard.entry);
  return entry?.outcome === 'refused'
    ? { kind: 'refuse', entry, confidence: 0 }
    : { kind: 'unsure', closest: [], missing: null, confidence: 0 };
}

function offlineAnswer(decision: Decision, context: Context): Answer {
  switch (decision.kind) {
    case 'curated':
      return fromCurated(decision.entry, decision.seeAlso, context);
    case 'rules':
      return fromPassages(decision.candidates, context);
    case 'gap':
      return unsure([], decision.entry, context);
    case 'refuse':
      return refused(decision.entry, context);
    case 'unsure':
      return unsure(decision.closest, decision.missing, context);
  }
}

/** The model's wording of the answer, grounded; the offline answer with a word about it where the model gave nothing that stands. */
async function withModel(
  question: string,
  history: string[],
  ranked: readonly Ranked[],
  offline: Answer,
  context: Context,
  deps: AnswerDeps,
  onText?: (text: string) => void,
): Promise<{ answer: Answer; used: boolean; dropped: number }> {
  const { knowledge, lang, country } = context;
  const candidates = ranked
    .map((r) => r.candidate)
    .filter((c) => c.kind === 'passage' || c.kind === 'law')
    .slice(0, FOR_MODEL);
  for (const first of candidates.slice(0, WITH_NEIGHBOURS))
    if (first.kind === 'passage')
      for (const near of neighbours(first, knowledge))
        if (!candidates.some((c) => c.id === near.id)) candidates.push(near);
  for (const citation of offline.citations) addCited(candidates, citation.document, citation.lines, ranked);
  const fallback = (): { answer: Answer; used: boolean; dropped: number } => ({
    answer: { ...offline, notices: [...offline.notices, { key: 'offline' }] } as Answer,
    used: false,
    dropped: 0,
  });
  try {
    const proposal = await deps.model?.propose(
      {
        question,
        history,
        lang,
        country,
        passages: candidates.map((c) => ({
          id: c.id,
          text: candidateText(c, knowledge, lang),
          source: sourceOf(c, knowledge),
        })),
      },
      onText,
    );
    if (!proposal) return fallback();
    if (proposal.kind === 'unsure') return { answer: unsure(candidates, null, context), used: true, dropped: 0 };
    const { claims, citations, dropped } = ground(proposal.claims, candidates, question, knowledge, lang);
    if (claims.length === 0) return { answer: unsure(candidates, null, context), used: true, dropped };
    const answer = fromClaims(claims, citations, offline.offers, offline.conflicts, context);
    return { answer, used: true, dropped };
  } catch (error) {
    deps.log.error('model.failed', error);
    return fallback();
  }
}

/** Passages the written answer cites are shown to the model too, even when search ranked them low. */
function addCited(
  candidates: Candidate[],
  document: string,
  lines: readonly [number, number] | null,
  ranked: readonly Ranked[],
): void {
  if (!lines) return;
  for (const { candidate } of ranked)
    if (
      candidate.kind === 'passage' &&
      candidate.document === document &&
      candidate.lines[0] <= lines[1] &&
      lines[0] <= candidate.lines[1] &&
      !candidates.includes(candidate)
    )
      candidates.push(candidate);
}

function sourceOf(candidate: Candidate, knowledge: Knowledge): string {
  if (candidate.kind === 'law') return 'note on the law, not the law itself';
  const guideline =
    candidate.kind === 'passage' ? knowledge.guidelines.find((g) => g.id === candidate.document) : undefined;
  if (!guideline || candidate.kind !== 'passage') return '';
  const old =
    candidate.status === 'superseded'
      ? `, written before ${guideline.validity?.writtenBefore}: its ground has changed`
      : candidate.status === 'dated'
        ? ', old'
        : '';
  return `${guideline.publisher}, ${guideline.country}, authority ${guideline.authority}${old}`;
}

/** Says beside the answer what was taken out of the question. */
function withMasked(answer: Answer, found: { kind: string }[]): Answer {
  if (found.length === 0) return answer;
  return {
    ...answer,
    notices: [...answer.notices, { key: 'masked', values: { what: found.map((f) => f.kind).join(',') } }],
  } as Answer;
}
