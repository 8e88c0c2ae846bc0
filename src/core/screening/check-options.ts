import { COUNTRIES } from '../language.ts';
import { type Add, codes, itemsOf } from './check-parts.ts';
import { mentions } from './condition.ts';
import {
  BY_RULE,
  type Definition,
  type Item,
  inCountry,
  indexOf,
  NO_EFFECT,
  type Option,
  optionOf,
  variants,
} from './definition.ts';

/** What each answer does: declared, by an outcome that exists, a rule that names it, or expressly nothing. */
export function checkOptions(d: Definition, fault: Add): void {
  const { rank } = indexOf(d);
  const ruled = new Set(
    [...d.gates.filter((g) => g.outcome !== undefined), ...d.rules, ...d.escalations].flatMap((r) =>
      mentions(r.when).flatMap((m) => m.options.map((o) => `${m.id}=${o}`)),
    ),
  );
  for (const { item, path } of itemsOf(d)) {
    const takes = item.kind === 'choice' || item.kind === 'yes-no';
    if (takes && item.options.length < 2)
      fault(path, `${item.id} has nothing to choose between`, 'Give it at least two options.');
    if (!takes && item.options.length > 0)
      fault(
        [...path, 'options'],
        `${item.id} is ${item.kind} and can't have options`,
        'Remove them, or change its kind.',
      );
    if (item.kind === 'yes-no' && codes(item) !== 'yes, no')
      fault([...path, 'options'], `${item.id} is a yes/no fact`, 'Give it the options yes and no.');
    item.options.forEach((option, i) => {
      for (const { value, path: where } of variants(option.effect)) {
        const at = [...path, 'options', i, 'effect', ...where];
        const named = ruled.has(`${item.id}=${option.code}`);
        if (value === BY_RULE && !named)
          fault(
            at,
            `${item.id}=${option.code} is left to a rule, and no gate or rule names it`,
            'Declare its effect, or name it in a rule.',
          );
        if (value === NO_EFFECT && named)
          fault(
            at,
            `${item.id}=${option.code} is declared without effect, but a gate or rule names it`,
            `Write ${BY_RULE}.`,
          );
        if (value !== BY_RULE && value !== NO_EFFECT && rank(value) < 0)
          fault(
            at,
            `there is no outcome ${value}`,
            `Use ${d.outcomes.map((o) => o.id).join(', ')}, ${BY_RULE} or ${NO_EFFECT}.`,
          );
        if (value === d.endsDialogue && !option.instead)
          fault(
            [...path, 'options', i],
            `${item.id}=${option.code} ends the questions and offers nothing instead`,
            'Add instead.',
          );
      }
    });
    if (item.fact) continue;
    checkHarmless(d, item, path, fault);
    if (item.suggest && !optionOf(item, item.suggest.option))
      fault(
        [...path, 'suggest', 'option'],
        `${item.id} has no option ${item.suggest.option}`,
        `Use one of ${codes(item)}.`,
      );
  }
}

/** What "none of these" records has to be harmless everywhere: nobody has said more than that nothing applies. */
function checkHarmless(d: Definition, item: Extract<Item, { fact: false }>, path: PropertyKey[], fault: Add): void {
  if (!item.tick) return;
  const at = [...path, 'tick', 'otherwise'];
  const option: Option | undefined = optionOf(item, item.tick.otherwise);
  if (!option) {
    fault(at, `${item.id} has no option ${item.tick.otherwise}`, `Use one of ${codes(item)}.`);
    return;
  }
  const mildest = d.outcomes[0]?.id;
  if (COUNTRIES.some((c) => ![mildest, NO_EFFECT].includes(inCountry(option.effect, c))))
    fault(at, `${item.id}=${option.code} is not harmless`, 'Name the option with the mildest effect, or remove tick.');
}
