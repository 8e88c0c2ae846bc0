import type { Lang } from '../language.ts';
import { sentences, words } from '../text.ts';
import { KINDS, type Kind, type Notions, notionsOf, notionsOfWord } from './question-words.ts';

/**
 * How near two texts are, by adapters of search: the cosine of their embeddings in [-1, 1], the share of their terms that they have in common, in [0, 1],
 * and the company they keep, in [0, 1]: whether they lie near the same ones of the matters that the knowledge knows questions about, in any language.
 */
export type Likeness = {
  (a: string, b: string): { cosine: number; overlap: number; company: number };
  /** The language a text is likeliest in. */
  tongue(text: string): Lang;
  /** How near a text is to the matters nearest to it, in [0, 1]: one that is near everything says little by being near another. */
  crowd(text: string): number;
};

/** What tells whether two questions ask the same. `agree`: how many of their notions of a kind are shared; `differ`: both have such, and none is shared. */
export const SAME_FEATURES = [
  'cosine', // of the whole questions
  'cosineNear', // how far it is above .5: the middle of the scale tells little
  'bestCosine', // of the two sentences nearest to each other: greetings and stories left aside
  'overlap',
  'bestOverlap',
  'nothingShared', // no term in common: a paraphrase, another language, or another question
  'platformAgree',
  'platformDiffer',
  'whomAgree',
  'whomDiffer',
  'actAgree',
  'actDiffer',
  'thingAgree',
  'thingDiffer',
  'placeAgree',
  'placeDiffer',
  'qualityAgree',
  'timeAgree',
  'timeDiffer',
  'asksAgree',
  'asksDiffer',
  'whomClash', // both have of the kind what the other has not, whatever else they share
  'actClash',
  'thingClash',
  'placeClash',
  'qualityClash',
  'timeClash',
  'clashes', // how many kinds clash
  'extra', // how many notions the one with fewer has for itself
  'extraBoth', // …and both together
  'notionsAgree', // of all kinds together
  'oneSided', // share of kinds that only one of them has
  'numbersDiffer', // both have numbers, and not the same
  'numbersAligned', // …and all else is alike: the number is what they differ by
  'clashAligned', // the same with whom they are about, what is done, with what, and how that is
  'actAligned',
  'thingAligned',
  'qualityAligned',
  'askedAligned', // …and with what is asked
  'negationDiffers',
  'aligned', // how well each word of one finds its like in the other, heavy words counting more; the poorer direction
  'alignedBoth', // the mean of both directions
  'stray', // the heaviest word that finds no like: what a near miss has
  'strayBoth', // the same of the question that has the lighter one
  'rest', // cosine of what is left of both when the words that they share are taken out
  'restWeight', // how much that is of the lighter one
  'restMissing', // the cosine's distance from 1, times that weight
  'restHeavy', // how much is left of the heavier one
  'alignedRest', // products: well aligned but for one thing, or not aligned and yet near
  'cosineRest',
  'company', // whether both are near the same known matters
  'companyCosine',
  'crowd', // how near both are to known matters anyway
  'cosineCrowd', // the cosine beyond that
  'cosineSquare',
] as const;
export type SameFeature = (typeof SAME_FEATURES)[number];
export type SameFeatures = Record<SameFeature, number>;

/** Sentences of a question that are compared one by one; beyond that it is compared as a whole. */
const MOST_SENTENCES = 4;

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) => {
  let both = 0;
  for (const x of a) if (b.has(x)) both++;
  const all = a.size + b.size - both;
  return all === 0 ? 0 : both / all;
};

/** What is read out of a question once, however often it is compared. `weights` say how much of the whole's meaning each word carries; they add up to 1. */
export type Read = {
  text: string;
  tongue: Lang;
  crowd: number;
  sentences: readonly string[];
  notions: Notions;
  all: ReadonlySet<string>;
  words: readonly string[];
  weights: readonly number[];
  named: readonly ReadonlySet<string>[];
};
/** More words than this are not aligned: a question has fewer, and the work grows by the square. */
const MOST_WORDS = 40;

/** A word weighs what the whole moves when it is left out. */
export function readQuestion(text: string, likeness: Likeness): Read {
  const notions = notionsOf(text);
  const parts = sentences(text).slice(-MOST_SENTENCES);
  const all = words(text).slice(-MOST_WORDS);
  const whole = all.join(' ');
  const moved = all.map((_, i) => Math.max(1e-4, 1 - likeness(whole, all.toSpliced(i, 1).join(' ')).cosine));
  const sum = moved.reduce((s, m) => s + m, 0);
  return {
    text,
    tongue: likeness.tongue(text),
    crowd: likeness.crowd(text),
    sentences: parts,
    notions,
    all: new Set(KINDS.flatMap((k) => [...notions.of[k]])),
    words: all,
    weights: moved.map((m) => m / sum),
    named: all.map(notionsOfWord),
  };
}

/** From here on two words count as shared: inflections, translations, and what names the same notion. */
const ALIKE = 0.7;
/** How alike two words are, in [0, 1]: below a cosine of .15 not at all, from .65 on wholly. */
function alike(a: Read, i: number, b: Read, k: number, likeness: Likeness): number {
  for (const notion of a.named[i] ?? []) if (b.named[k]?.has(notion)) return 0.9;
  return Math.min(1, Math.max(0, (likeness(a.words[i] ?? '', b.words[k] ?? '').cosine - 0.15) / 0.5));
}

/** What is known of pairs of words, so that a question compared with thousands meets each pair once. By likeness, for it differs with that. */
const met = new WeakMap<Likeness, Map<string, Map<string, number>>>();
const MOST_MET = 4000;
function rowsOf(likeness: Likeness): Map<string, Map<string, number>> {
  let rows = met.get(likeness);
  if (!rows) {
    rows = new Map();
    met.set(likeness, rows);
  }
  if (rows.size > MOST_MET) rows.clear();
  return rows;
}

/** For each word the cosine of its like in the other question. */
function alignment(a: Read, b: Read, likeness: Likeness): { ofA: number[]; ofB: number[] } {
  const ofA = a.words.map(() => 0);
  const ofB = b.words.map(() => 0);
  const rows = rowsOf(likeness);
  for (let i = 0; i < a.words.length; i++) {
    const w = a.words[i] ?? '';
    let row = rows.get(w);
    if (!row) {
      row = new Map();
      rows.set(w, row);
    }
    for (let k = 0; k < b.words.length; k++) {
      const v = b.words[k] ?? '';
      let near = w === v ? 1 : row.get(v);
      if (near === undefined) {
        near = alike(a, i, b, k, likeness);
        row.set(v, near);
      }
      if (near > (ofA[i] ?? 0)) ofA[i] = near;
      if (near > (ofB[k] ?? 0)) ofB[k] = near;
    }
  }
  return { ofA, ofB };
}

function alignedFeatures(a: Read, b: Read, likeness: Likeness) {
  const { ofA, ofB } = alignment(a, b, likeness);
  const covered = (read: Read, of: number[]) => of.reduce((s, near, i) => s + near * (read.weights[i] ?? 0), 0);
  const stray = (read: Read, of: number[]) =>
    of.reduce((most, near, i) => Math.max(most, (1 - near) * (read.weights[i] ?? 0)), 0);
  const left = (read: Read, of: number[]) => ({
    text: read.words.filter((_, i) => (of[i] ?? 0) < ALIKE).join(' '),
    weight: of.reduce((s, near, i) => s + (near < ALIKE ? (read.weights[i] ?? 0) : 0), 0),
  });
  const [coveredA, coveredB] = [covered(a, ofA), covered(b, ofB)];
  const [strayA, strayB] = [stray(a, ofA), stray(b, ofB)];
  const [leftA, leftB] = [left(a, ofA), left(b, ofB)];
  const rest = leftA.text && leftB.text ? likeness(leftA.text, leftB.text).cosine : leftA.text || leftB.text ? 0.5 : 1;
  const restWeight = Math.min(leftA.weight, leftB.weight);
  return {
    aligned: Math.min(coveredA, coveredB),
    alignedBoth: (coveredA + coveredB) / 2,
    stray: Math.max(strayA, strayB),
    strayBoth: Math.min(strayA, strayB),
    rest,
    restWeight,
    restMissing: (1 - rest) * restWeight,
    restHeavy: Math.max(leftA.weight, leftB.weight),
    alignedRest: ((coveredA + coveredB) / 2) * rest,
    cosineRest: likeness(a.text, b.text).cosine * rest,
  };
}

/** The features of two questions; the same whichever comes first. */
export function sameFeatures(a: Read, b: Read, likeness: Likeness): SameFeatures {
  const { cosine, overlap, company } = likeness(a.text, b.text);
  let bestCosine = cosine;
  let bestOverlap = overlap;
  if (a.sentences.length > 1 || b.sentences.length > 1)
    for (const s of a.sentences)
      for (const t of b.sentences) {
        const near = likeness(s, t);
        bestCosine = Math.max(bestCosine, near.cosine);
        bestOverlap = Math.max(bestOverlap, near.overlap);
      }
  const of = (kind: Kind) => [a.notions.of[kind], b.notions.of[kind]] as const;
  const agree = (kind: Kind) => shared(...of(kind));
  const differ = (kind: Kind) => {
    const [x, y] = of(kind);
    return x.size > 0 && y.size > 0 && shared(x, y) === 0 ? 1 : 0;
  };
  const alone = (x: ReadonlySet<string>, y: ReadonlySet<string>) => [...x].filter((v) => !y.has(v)).length;
  const clash = (kind: Kind) => {
    const [x, y] = of(kind);
    return alone(x, y) > 0 && alone(y, x) > 0 ? 1 : 0;
  };
  const [m, n] = [a.notions.numbers, b.notions.numbers];
  const numbersDiffer = m.size > 0 && n.size > 0 && shared(m, n) < 1 ? 1 : 0;
  const [ownA, ownB] = [alone(a.all, b.all), alone(b.all, a.all)];
  const aligned = alignedFeatures(a, b, likeness);
  return {
    cosine,
    cosineNear: Math.max(0, bestCosine - 0.5),
    bestCosine,
    overlap,
    bestOverlap,
    nothingShared: overlap === 0 ? 1 : 0,
    platformAgree: agree('platform'),
    platformDiffer: differ('platform'),
    whomAgree: agree('whom'),
    whomDiffer: differ('whom'),
    actAgree: agree('act'),
    actDiffer: differ('act'),
    thingAgree: agree('thing'),
    thingDiffer: differ('thing'),
    placeAgree: agree('place'),
    placeDiffer: differ('place'),
    qualityAgree: agree('quality'),
    timeAgree: agree('time'),
    timeDiffer: differ('time'),
    asksAgree: agree('asks'),
    asksDiffer: differ('asks'),
    whomClash: clash('whom'),
    actClash: clash('act'),
    thingClash: clash('thing'),
    placeClash: clash('place'),
    qualityClash: clash('quality'),
    timeClash: clash('time'),
    clashes: KINDS.reduce((sum, kind) => sum + (kind === 'asks' ? 0 : clash(kind)), 0),
    extra: Math.min(4, ownA, ownB),
    extraBoth: Math.min(8, ownA + ownB),
    notionsAgree: shared(a.all, b.all),
    oneSided: KINDS.filter((k) => (a.notions.of[k].size === 0) !== (b.notions.of[k].size === 0)).length / KINDS.length,
    numbersDiffer,
    numbersAligned: numbersDiffer * aligned.alignedBoth,
    clashAligned: clash('whom') * aligned.alignedBoth,
    actAligned: clash('act') * aligned.alignedBoth,
    thingAligned: clash('thing') * aligned.alignedBoth,
    qualityAligned: clash('quality') * aligned.alignedBoth,
    askedAligned: differ('asks') * aligned.alignedBoth,
    negationDiffers: a.notions.negated === b.notions.negated ? 0 : 1,
    ...aligned,
    company,
    companyCosine: company * cosine,
    crowd: (a.crowd + b.crowd) / 2,
    cosineCrowd: cosine * (1 - (a.crowd + b.crowd) / 2),
    cosineSquare: cosine * cosine,
  };
}
