import type { types } from '@slack/bolt';
import type { Choice, Field, Form, Why } from '../../core/card.ts';
import { quoted } from '../../core/locale.ts';
import { hash32 } from '../../core/text.ts';
import { LIMITS } from './limits.ts';
import { blockId } from './place.ts';
import { type Block, filled, paragraphs, plainText, points, words } from './rich.ts';
import type { Drawn } from './sources.ts';
import { cut } from './text.ts';

/** The fields of a form as input blocks. */

/** The action id of a field's input begins with this; the field's own id follows. */
export const FIELD = 'f.';

/**
 * The id of a field's block. The same form gives the same ids, so that what somebody has entered stays when it is drawn again with errors; the next form gives
 * others, so that nothing of it is filled in there.
 */
export function fieldBlockId(form: Form, field: Field, place: string): string {
  const action = form.submit.action ? JSON.stringify(form.submit.action) : '';
  const nonce = hash32(`${action} ${form.fields.map((f) => f.id).join(' ')}`).toString(36);
  return blockId(place, `${nonce}.${form.fields.indexOf(field)}`).slice(0, LIMITS.id.block);
}

/** A field with what must be read before it: what was wrong, and options too long for their place. */
export function fieldBlocks(form: Form, field: Field, drawn: Drawn): Block[] {
  const input = inputOf(field, focused(form, field, drawn));
  if (!input) return [];
  const hinted = filled(field.hint)
    ? field.hint
    : hasNone(form) && field.kind === 'ticks'
      ? drawn.say('ask.error.ticks')
      : '';
  const hint = hinted ? { hint: plainText(hinted, LIMITS.input.hint) } : {};
  return [
    ...(filled(field.error) ? paragraphs(field.error, { bold: true }) : []),
    ...writtenOut(field),
    {
      type: 'input',
      block_id: fieldBlockId(form, field, drawn.place),
      label: plainText(field.label, LIMITS.input.label),
      ...hint,
      // Slack writes “(optional)” behind the label of what is: where “none of these” is a button of its own, no ticks are no answer.
      optional: field.kind === 'ticks' ? !hasNone(form) : !field.required,
      element: input,
    },
  ];
}

const hasNone = ({ also }: Form): boolean => also.some((b) => b.action?.do === 'none');

/** The first field with an error is where somebody goes on; a form without one is read from its title. */
function focused(form: Form, field: Field, { surface }: Drawn): { focus_on_load?: true } {
  const wrong = form.fields.find((f) => filled(f.error));
  return surface === 'modal' && wrong === field ? { focus_on_load: true } : {};
}

function inputOf(field: Field, focus: { focus_on_load?: true }): types.InputBlock['element'] | undefined {
  const action_id = `${FIELD}${field.id}`.slice(0, LIMITS.id.action);
  if (field.kind === 'text') {
    const max = Math.min(Math.max(1, field.max), LIMITS.plainInput.max);
    const value = filled(field.value) ? { initial_value: field.value.slice(0, max) } : {};
    return { type: 'plain_text_input', action_id, multiline: field.multiline, max_length: max, ...value, ...focus };
  }
  const letters = lettersOf(field.options);
  const options = field.options.map((o) => optionOf(o, letters));
  if (options.length === 0) return undefined;
  const chosen = field.kind === 'ticks' ? field.values : [field.value];
  const initial = options.filter((_, i) => chosen.includes(field.options[i]?.value));
  if (field.kind === 'ticks') {
    const marked = initial.length > 0 ? { initial_options: initial } : {};
    if (options.length <= LIMITS.checkboxes.options)
      return { type: 'checkboxes', action_id, options, ...marked, ...focus };
    return { type: 'multi_static_select', action_id, ...grouped(options), ...marked, ...focus };
  }
  const marked = initial[0] ? { initial_option: initial[0] } : {};
  if (options.length <= LIMITS.radio.options) return { type: 'radio_buttons', action_id, options, ...marked, ...focus };
  return { type: 'static_select', action_id, ...grouped(options), ...marked, ...focus };
}

function optionOf({ value, label }: Choice, letters: ReadonlyMap<string, string>): types.PlainTextOption {
  const letter = letters.get(value);
  const id = (value || '-').slice(0, LIMITS.option.value);
  const [first, rest] = letter ? [`${letter}: ${label}`] : (inTwo(label) ?? [label]);
  const more = rest ? { description: plainText(rest, LIMITS.option.description) } : {};
  return { text: plainText(first, LIMITS.option.text), value: id, ...more };
}

/** What is a little too long for an option goes on in the line below it. Broken where it can be read so; undefined: it fits in one line, or not in two. */
function inTwo(label: string): [string, string] | undefined {
  const text = label.trim();
  const { text: most, description } = LIMITS.option;
  if (text.length <= most || text.length > most + description) return undefined;
  const breaks = [...text.matchAll(/[,;:.)](?=\s)|\S(?=\s[(–])|\S(?=\s)/g)].map((m) => ({
    at: m.index + 1,
    word: !/[,;:.)]/.test(m[0]),
  }));
  const fitting = breaks.filter(({ at }) => at <= most && text.length - at <= description);
  const found = fitting.findLast(({ at, word }) => !word && at > most / 3) ?? fitting.at(-1);
  return found && [text.slice(0, found.at), text.slice(found.at).trim()];
}

/** More than one list holds are shown in groups named by their numbers. */
function grouped(options: types.PlainTextOption[]): Pick<types.StaticSelect, 'options' | 'option_groups'> {
  const size = LIMITS.select.options;
  if (options.length <= size) return { options };
  const groups = Array.from({ length: Math.min(LIMITS.select.groups, Math.ceil(options.length / size)) }, (_, i) => ({
    label: plainText(`${i * size + 1}–${Math.min((i + 1) * size, options.length)}`, LIMITS.select.groupLabel),
    options: options.slice(i * size, (i + 1) * size),
  }));
  return { option_groups: groups };
}

/** A letter for each option that is too long for its two lines. */
function lettersOf(options: readonly Choice[]): ReadonlyMap<string, string> {
  const long = options.filter((o) => o.label.trim().length > LIMITS.option.text && !inTwo(o.label));
  return new Map(long.map((o, i) => [o.value, letter(i)]));
}

/** A, B, … Z, AA, AB, … */
function letter(i: number): string {
  const rest = Math.floor(i / 26) - 1;
  return `${rest >= 0 ? letter(rest) : ''}${String.fromCharCode(65 + (i % 26))}`;
}

function writtenOut(field: Field): Block[] {
  if (field.kind === 'text') return [];
  const letters = lettersOf(field.options);
  const lines = field.options.flatMap((o) => {
    const name = letters.get(o.value);
    return name ? [[words(`${name}: `, { bold: true }), words(o.label)]] : [];
  });
  return lines.length > 0 ? points(undefined, lines) : [];
}

/** Why each field is asked, as one text short enough to travel in the button that asks for it. Quotes whole or not at all. */
export function whyText({ fields }: Form): string {
  const all: { label: string; why: Why }[] = fields.flatMap((field) => [
    ...(field.why ? [{ label: field.label, why: field.why }] : []),
    ...(field.kind === 'ticks' ? field.options.flatMap((o) => (o.why ? [{ label: o.label, why: o.why }] : [])) : []),
  ]);
  const max = LIMITS.button.value;
  let text = '';
  for (const { label, why } of all) {
    const more = `${text ? '\n\n' : ''}${cut(label, 160)}\n${cut(why.text, 400)}`;
    if (text.length + more.length <= max) text += more;
  }
  for (const { why } of all) {
    const [source] = why.sources;
    if (!source || !filled(source.quote)) continue;
    const said = source.verbatim ? quoted(source.quoteLang, source.quote) : source.quote;
    const reason = cut(why.text, 400);
    const more = `\n${said} ${cut(source.from, 200)}`;
    if (text.includes(reason) && text.length + more.length <= max)
      text = text.replace(reason, () => `${reason}${more}`);
  }
  return text;
}
