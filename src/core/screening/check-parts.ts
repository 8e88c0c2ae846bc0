import type { Condition } from './condition.ts';
import type { Definition, Item } from './definition.ts';

/** Something wrong in a definition: where (a path of keys), what, and how to mend it. */
export type DefinitionFault = { path: PropertyKey[]; problem: string; mend: string };
export type Add = (path: PropertyKey[], problem: string, mend: string) => void;

/** Every list of rules, under the key it stands at. */
export function ruleLists(d: Definition) {
  return [
    { key: 'gates', list: d.gates },
    { key: 'clearing', list: d.clearing },
    { key: 'rules', list: d.rules },
    { key: 'escalations', list: d.escalations },
  ];
}

/** Questions and facts with the place they stand at. */
export function itemsOf(d: Definition): { item: Item; path: PropertyKey[] }[] {
  return [
    ...d.questions.map((q, i) => ({ item: { ...q, fact: false as const }, path: ['questions', i] })),
    ...d.facts.map((f, i) => ({ item: { ...f, fact: true as const }, path: ['facts', i] })),
  ];
}

/** Every condition with its place; `owner` is the question it decides about, where it is one. */
export function conditionsOf(d: Definition): { when: Condition; path: PropertyKey[]; owner?: string }[] {
  return [
    ...ruleLists(d).flatMap(({ key, list }) => list.map((r, i) => ({ when: r.when, path: [key, i, 'when'] }))),
    ...d.outcomes.flatMap((o, i) =>
      o.variants.map((v, j) => ({ when: v.when, path: ['outcomes', i, 'variants', j, 'when'] })),
    ),
    ...d.questions.flatMap((q, i) => [
      ...(q.skipIf ? [{ when: q.skipIf, path: ['questions', i, 'skipIf'], owner: q.id }] : []),
      ...(q.suggest ? [{ when: q.suggest.when, path: ['questions', i, 'suggest', 'when'], owner: q.id }] : []),
    ]),
  ];
}

export function codes(item: Pick<Item, 'options'>): string {
  return item.options.map((o) => o.code).join(', ');
}
