import { type Add, codes, conditionsOf } from './check-parts.ts';
import { type Condition, mentions } from './condition.ts';
import { type Definition, indexOf, optionOf, SCORE } from './definition.ts';

/** Ids, options and figures that conditions name. */
export function checkConditions(d: Definition, fault: Add): void {
  const { items } = indexOf(d);
  for (const { when, path, owner } of conditionsOf(d))
    for (const m of mentions(when, path)) {
      const item = items.get(m.id);
      if (!item)
        fault(m.path, `there is no ${m.kind === 'fact' ? 'fact' : 'question or fact'} ${m.id}`, 'Correct the id.');
      else if (m.kind === 'fact' && item.kind !== 'score')
        fault(m.path, `${m.id} is no score`, 'Use is or anyOf for questions and yes/no facts.');
      else if (m.id === owner) fault(m.path, `${m.id} depends on itself`, 'Name another question.');
      else
        for (const code of m.options)
          if (!optionOf(item, code)) fault(m.path, `${m.id} has no option ${code}`, `Use one of ${codes(item)}.`);
    }
  for (const { when, path } of conditionsOf(d)) visitCounts(when, path, fault);
  d.gates.forEach((g, i) => {
    g.beside.forEach((id, j) => {
      if (!items.has(id)) fault(['gates', i, 'beside', j], `there is no question ${id}`, 'Correct the id.');
    });
  });
}

/** Figures that can never be reached. */
function visitCounts(when: Condition, path: PropertyKey[], fault: Add): void {
  if ('atLeast' in when && when.atLeast.count > when.atLeast.of.length)
    fault(
      [...path, 'atLeast', 'count'],
      `${when.atLeast.count} of ${when.atLeast.of.length} can never be`,
      'Lower the count.',
    );
  if ('reaches' in when && (when.reaches.score > SCORE.max || when.reaches.score < SCORE.min))
    fault([...path, 'reaches', 'score'], `a score is ${SCORE.min} to ${SCORE.max}`, 'Correct the score.');
  if ('not' in when) visitCounts(when.not, [...path, 'not'], fault);
  const key = 'all' in when ? 'all' : 'any';
  const parts = 'all' in when ? when.all : 'any' in when ? when.any : [];
  for (const [i, part] of parts.entries()) visitCounts(part, [...path, key, i], fault);
}
