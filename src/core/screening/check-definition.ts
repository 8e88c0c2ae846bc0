import { checkConditions } from './check-conditions.ts';
import { checkOptions } from './check-options.ts';
import { type Add, type DefinitionFault, itemsOf, ruleLists } from './check-parts.ts';
import { type Definition, indexOf, variants } from './definition.ts';
import { explore } from './explore.ts';

/**
 * What a schema can't see: ids that lead nowhere, options whose effect nobody declares, questions nothing leads to, outcomes nothing can reach. Gives
 * every fault there is; reachability is looked at only once the ids are in order, since a dangling id makes everything behind it unreachable.
 */
export function checkDefinition(definition: Definition): DefinitionFault[] {
  const faults: DefinitionFault[] = [];
  const fault = (path: PropertyKey[], problem: string, mend: string) => faults.push({ path, problem, mend });
  checkUnique(definition, fault);
  checkOutcomeIds(definition, fault);
  checkConditions(definition, fault);
  checkCards(definition, fault);
  checkOptions(definition, fault);
  if (faults.length === 0) checkReach(definition, fault);
  return faults;
}

type Placed = { value: string; path: PropertyKey[] };

function checkUnique(d: Definition, fault: Add): void {
  const lists: Record<string, Placed[]> = {
    outcome: d.outcomes.map((o, i) => ({ value: o.id, path: ['outcomes', i, 'id'] })),
    card: d.cards.map((c, i) => ({ value: c.id, path: ['cards', i, 'id'] })),
    'question or fact': [
      ...d.questions.map((q, i) => ({ value: q.id, path: ['questions', i, 'id'] })),
      ...d.facts.map((f, i) => ({ value: f.id, path: ['facts', i, 'id'] })),
    ],
    rule: ruleLists(d).flatMap(({ key, list }) => list.map((r, i) => ({ value: r.id, path: [key, i, 'id'] }))),
    ...Object.fromEntries(
      itemsOf(d).map(({ item, path }) => [
        `option of ${item.id}`,
        item.options.map((o, i) => ({ value: o.code, path: [...path, 'options', i, 'code'] })),
      ]),
    ),
  };
  for (const [what, placed] of Object.entries(lists))
    placed.forEach(({ value, path }, i) => {
      if (placed.findIndex((p) => p.value === value) < i)
        fault(path, `the ${what} ${value} stands twice`, 'Give the second another id.');
    });
}

function checkOutcomeIds(d: Definition, fault: Add): void {
  const named: Placed[] = [
    { value: d.otherwise, path: ['otherwise'] },
    ...(d.endsDialogue ? [{ value: d.endsDialogue, path: ['endsDialogue'] }] : []),
    ...d.gates.flatMap((g, i) => [
      ...(g.outcome ? [{ value: g.outcome, path: ['gates', i, 'outcome'] }] : []),
      ...(g.override ? [{ value: g.override.outcome, path: ['gates', i, 'override', 'outcome'] }] : []),
    ]),
    ...d.rules.map((r, i) => ({ value: r.outcome, path: ['rules', i, 'outcome'] })),
    ...d.clearing.flatMap((c, i) => [
      { value: c.turns, path: ['clearing', i, 'turns'] },
      { value: c.into, path: ['clearing', i, 'into'] },
    ]),
    ...d.escalations.flatMap((e, i) => [
      ...e.from.map((value, j) => ({ value, path: ['escalations', i, 'from', j] })),
      { value: e.outcome, path: ['escalations', i, 'outcome'] },
    ]),
  ];
  const { rank } = indexOf(d);
  for (const { value, path } of named)
    if (rank(value) < 0)
      fault(path, `there is no outcome ${value}`, `Use one of ${d.outcomes.map((o) => o.id).join(', ')}.`);
  d.clearing.forEach((c, i) => {
    if (rank(c.into) >= rank(c.turns))
      fault(
        ['clearing', i, 'into'],
        `${c.id} does not make anything milder`,
        'Name an outcome before the one it turns.',
      );
    c.of.forEach((id, j) => {
      const item = indexOf(d).items.get(id);
      const path = ['clearing', i, 'of', j];
      if (!item) fault(path, `there is no question ${id}`, 'Correct the id.');
      else if (!item.options.some((o) => variants(o.effect).some((v) => v.value === c.turns)))
        fault(
          path,
          `no option of ${id} has the effect ${c.turns}`,
          'Remove the question here, or correct its effects.',
        );
    });
  });
}

function checkCards(d: Definition, fault: Add): void {
  const { items } = indexOf(d);
  const seen = new Set<string>();
  d.cards.forEach((card, i) => {
    card.questions.forEach((id, j) => {
      const path = ['cards', i, 'questions', j];
      if (!items.has(id)) fault(path, `there is no question or fact ${id}`, 'Correct the id.');
      else if (seen.has(id)) fault(path, `${id} stands on two cards`, 'Remove it from one.');
      seen.add(id);
    });
  });
  d.questions.forEach((q, i) => {
    if (!seen.has(q.id))
      fault(['questions', i, 'id'], `nothing leads to ${q.id}: it stands on no card`, 'Add it to a card.');
  });
}

function checkReach(d: Definition, fault: Add): void {
  const { questions, outcomes } = explore(d);
  d.questions.forEach((q, i) => {
    if (!questions.has(q.id))
      fault(
        ['questions', i, 'id'],
        `nothing leads to ${q.id}: it is always skipped`,
        'Correct its skipIf, or the gates before it.',
      );
  });
  d.outcomes.forEach((o, i) => {
    if (!outcomes.has(o.id))
      fault(
        ['outcomes', i, 'id'],
        `nothing can reach the outcome ${o.id}`,
        'Let an option, a gate or a rule lead to it, or remove it.',
      );
  });
}
