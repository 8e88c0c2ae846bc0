import type { AblationRow } from '../eval/ablation.ts';
import type { summary } from './evaluate.ts';
import type { CaseReport } from './evaluate-cases.ts';
import { DEBIAN, OWN } from './sources.ts';
import type { TrainOptions } from './train.ts';

export type Results = {
  model: string;
  features: number;
  losses: number[];
  counts: { source: string; records: number; texts: number }[];
  pairs: ReturnType<typeof summary>;
  cases: CaseReport;
  /** The default retriever with one part off, on the development sets and our own cross-language cases. */
  retriever: AblationRow[];
  ablations?: { name: string; r1: number; r5: number; caseR1: number; caseR5: number; auc: number }[] | undefined;
  ablationSteps?: number;
  /** What our own parallel sentences bring, by how many there are. */
  thousands?:
    | { steps: number; rows: { sentences: number; ownR1: number; ownR5: number; r1: number; r5: number }[] }
    | undefined;
};

const share = (x: number) => x.toFixed(3);

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The model card as Markdown: what the weights are made of, who is to be named, how, and what they can and can't do. */
export function writeCard(results: Results, recipe: TrainOptions): string {
  const { cases } = results;
  const best = cases.fused.reduce((a, b) => (b.r1 + b.r5 > a.r1 + a.r5 ? b : a));
  return `# Model card: ${results.model}

Made by \`npm run train -- card\`; edit \`training/card.ts\`, not this file.

A static embedding for Norwegian (bokmål, nynorsk), Swedish, Danish and English: a text is the sum of the vectors of its words and their character
3- to 5-grams, scaled to length 1. ${results.features.toLocaleString('en')} features, ${recipe.dims} dimensions, 8 bits a number and a scale a feature. It stands in
\`src/retrieval/weights/embeddings.bin\` and needs no network, no native code and no other model.

Use: finding which line of a guideline answers a question, also across these languages. It is not made for anything else: it does not translate,
classify people or write.

## Data
Nothing was collected from the network but the Debian packages below. Copyleft packages were left out. No personal data was sought; the packages hold
the texts of programs, and two of them words and their meanings. Nothing of \`eval/cases\` or of the development sets was trained on.

${table(
  ['source', 'records', 'texts', 'licence', 'from'],
  results.counts.map(({ source, records, texts }) => [source, records, texts, ...origin(source)]),
)}

A record is a set of texts that mean the same or answer each other. Half of the questions in \`knowledge/questions\` are kept from training
(\`training/held-out.ts\`), so that confidence can be fitted on questions that the embedding has not seen.

### Attributions
- Regulation (EU) 2016/679: © European Union, EU Publications Office, reused under Decision 2011/833/EU. Norwegian text: contains data under the Norwegian
  Licence for Open Government Data (NLOD 2.0) distributed by Lovdata.
${[...new Map(DEBIAN.map((d) => [d.holder, d])).values()]
  .map(
    (d) =>
      `- ${DEBIAN.filter((o) => o.holder === d.holder)
        .map((o) => Object.values(o.packages).join(', '))
        .join(', ')}: © ${d.holder}, ${d.licence}.`,
  )
  .join('\n')}
- The MPL-2.0 covers files, and no file of those packages is part of this repository; the notices are kept because their text made the weights.

## Recipe
Symmetric InfoNCE with in-batch negatives: ${recipe.batch} pairs a batch, temperature ${recipe.temperature}, ${recipe.steps} steps of Adagrad, rate ${recipe.rate.from} falling to ${recipe.rate.to},
first values within ±${recipe.initial}. Half (${recipe.singleSource}) of the batches come from one source; ${recipe.crossLanguage} of the pairs cross languages; ${recipe.concatenated} of the targets stand among other texts; a word is
dropped with probability ${recipe.wordDropout}, a feature with ${recipe.featureDropout}. No record and no text stands in a batch twice. Seed ${recipe.seed}: the same input gives the same
bytes, with any number of threads. Loss at the end: ${share(results.losses.at(-1) ?? 0)} (${share(results.losses[0] ?? 0)} after the first hundredth).

How often a pair is drawn from a source: ${Object.entries(recipe.drawn)
    .filter(([source]) => results.counts.some((c) => c.source === source))
    .map(([source, weight]) => `${source} ${weight}`)
    .join(', ')}.

## Results
### Held-out translations
One record in forty of every foreign source and one in twenty of our own parallel sentences, where training saw none of its texts. A text has to find its translation among all held-out texts of the other language;
means over nine directions. Software strings of the same kind as those trained on: an upper bound, not what unlike texts will give.

${table(
  ['source', 'queries', 'R@1', 'R@5'],
  results.pairs.map((p) => [p.source, p.queries, share(p.r1), share(p.r5)]),
)}

### Own cases
\`eval/cases/tune.jsonl\`, answerable and without history (${best.cases} cases, four languages), over everything in \`knowledge/\`; scores only, no prior, no support between candidates.
The weight was chosen on the same cases.

${table(
  ['whole + .5 · part + w · cosine', 'R@1', 'R@5'],
  [
    ...cases.fused.map((f) => [f.dense === 0 ? 'w = 0 (lexical)' : `w = ${f.dense}`, share(f.r1), share(f.r5)]),
    ['cosine alone', share(cases.denseOnly.r1), share(cases.denseOnly.r5)],
  ],
)}

Area under the ROC curve of the best candidate's score, answerable against not: lexical ${share(cases.auc.lexical)}, cosine of whole texts ${share(cases.auc.dense)}, of parts ${share(cases.auc.parts)}, fused (w = ${best.dense}) ${share(cases.auc.fused)}.

### The retriever, part by part
R@1 / R@5 of the product's retriever, texts without sidecars, with one part off (\`npm run eval -- ablation\`). Own: eval/cases/cross.jsonl, questions and rules in each of
four languages. "Near" and "far" are the weights for questions whose words are found in the texts and for those whose words are not (docs/decisions/0003-retrieval.md).

${table(
  ['', ...(results.retriever[0]?.sets.map((s) => s.set) ?? [])],
  results.retriever.map((row) => [row.name, ...row.sets.map((s) => `${share(s.r1)} / ${share(s.r5)}`)]),
)}
${thousands(results)}${ablations(results)}
## Limits
- A bag of words: it does not see order or negation. "May we" and "may we not" are the same to it.
- Most of its general vocabulary comes from programs, and in English from WordNet: the software sense of a word wins where our own texts don't speak against it ("election" near "selection").
- Danish was trained on for bokmål's sake, and is not a language of the product.
- Nynorsk has no help pages and no Chromium texts: it leans on LibreOffice, Mozilla and our own texts.
- Our own texts were written for this corpus. On subjects far from it, expect the held-out figures of no source above.
- Measured once, with one seed, on small sets: differences below .02 mean little.
`;
}

const FOLDERS: Record<string, string> = {
  'own-sentences': 'training/sentences/',
  'own-terms': 'training/terms.jsonl: words and set phrases',
  'own-asked': 'training/asked.jsonl: what people ask, and what answers it',
  'own-families': 'training/families.jsonl: one matter as several would ask about it',
};

function origin(source: string): [string, string] {
  if (OWN.has(source)) return ['own, as this repository', FOLDERS[source] ?? 'knowledge/'];
  if (source === 'gdpr') return ['Decision 2011/833/EU; nb: NLOD 2.0', 'EU Publications Office, Lovdata'];
  const debian = DEBIAN.find((d) => d.name === source) ?? DEBIAN.find((d) => source.startsWith(d.name));
  return [debian?.licence ?? '', Object.values(debian?.packages ?? {}).join(', ')];
}

function thousands({ thousands: measured }: Results): string {
  if (!measured) return '';
  return `
### What each thousand of our own parallel sentences adds
Short trainings of ${measured.steps} steps with so many rows of \`training/sentences\`, drawn by hash. One row in twenty is held out from every training: "own" are those. (\`npm run train -- thousands\`)

${table(
  ['rows', 'own R@1', 'R@5', 'all held-out R@1', 'R@5'],
  measured.rows.map((r) => [r.sentences, share(r.ownR1), share(r.ownR5), share(r.r1), share(r.r5)]),
)}
`;
}

function ablations({ ablations: rows, ablationSteps }: Results): string {
  if (!rows) return '';
  return `
### Ablations
Short trainings of ${ablationSteps} steps with one part off. Held-out: mean of the sources. Cases: cosine alone.

${table(
  ['', 'held-out R@1', 'R@5', 'cases R@1', 'R@5', 'AUC'],
  rows.map((r) => [r.name, share(r.r1), share(r.r5), share(r.caseR1), share(r.caseR5), share(r.auc)]),
)}
`;
}
