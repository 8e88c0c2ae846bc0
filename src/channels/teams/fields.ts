import type { Field, Form, Source, Why } from '../../core/card.ts';
import { word } from '../../core/screening/wording.ts';
import { buttonRows } from './actions.ts';
import { type Drawing, type Element, folded, paragraph, paragraphs, run } from './element.ts';
import { LIMITS } from './limits.ts';
import { placeOf, sourceElements } from './sources.ts';
import { begun, cutLabel, cutText } from './text.ts';

/**
 * A form as inputs. The id of an input says how to read its value (`one:`, `many:` or `text:` before the field's id), so that a press can be understood
 * without the card. Values are percent-encoded: Teams joins several by commas.
 */
export const ONE = 'one:';
export const MANY = 'many:';
export const TEXT = 'text:';
const encodeValue = (value: string): string => encodeURIComponent(value.toWellFormed());

export function formElements({ fields, submit, also }: Form, draw: Drawing): Element[] {
  // The first button sends the fields, whether it says so or not.
  const first = submit.action ? { ...submit, sends: true } : submit;
  return [
    ...fields.slice(0, draw.allow.fields).flatMap((f) => fieldElements(f, draw)),
    ...buttonRows([first, ...also], draw),
  ];
}

function fieldElements(field: Field, draw: Drawing): Element[] {
  const { hint, error } = field;
  const { allow } = draw;
  const said: Element[] = [
    ...(hint && allow.hints ? paragraphs(cutText(hint, allow.text), { isSubtle: true, size: 'Small' }) : []),
    ...(error
      ? [paragraph([run(cutText(error, allow.text), { weight: 'Bolder', color: 'Attention' })], { spacing: 'Small' })]
      : []),
  ];
  if (hint && !allow.hints) draw.cut();
  // A hint belongs to the label, which the input itself draws: so both stand above it, and the reason below.
  return [{ type: 'Container', spacing: 'Medium', items: [...said, inputOf(field, draw), ...reasons(field, draw)] }];
}

function inputOf(field: Field, draw: Drawing): Element {
  const { t, allow } = draw;
  const short = (text: string, max = allow.labels) => {
    const cut = cutLabel(text, max);
    if (cut !== text) draw.cut();
    return cut;
  };
  const label = short(field.label, allow.labels * 4) || ' ';
  if (field.kind === 'text') {
    const value = begun(field.value ?? '', field.max);
    return {
      type: 'Input.Text',
      id: `${TEXT}${field.id}`,
      label,
      isMultiline: field.multiline,
      maxLength: field.max,
      ...(value ? { value } : {}),
      ...required(field.required, t('ask.error.required')),
    };
  }
  const many = field.kind === 'ticks';
  const values = many ? field.values : field.value === undefined ? [] : [field.value];
  return {
    type: 'Input.ChoiceSet',
    id: `${many ? MANY : ONE}${field.id}`,
    label,
    style: many || field.options.length <= LIMITS.card.expanded ? 'expanded' : 'compact',
    wrap: true,
    ...(many ? { isMultiSelect: true } : {}),
    choices: field.options.map((o) => ({ title: short(o.label) || ' ', value: encodeValue(o.value) })),
    ...(values.length > 0 ? { value: values.map(encodeValue).join(',') } : {}),
    ...required(!many && field.required, t('ask.error.required')),
  };
}

/** Checked by the client before anything is sent. Lines to tick are never demanded: none may be right, and there is a button for it. */
const required = (isRequired: boolean, errorMessage: string): object =>
  isRequired ? { isRequired, errorMessage } : {};

/** "Why do we ask?": one fold for a field, with each line's own reason where it has lines. */
function reasons(field: Field, draw: Drawing): Element[] {
  const of: [label: string | undefined, why: Why][] = [
    ...(field.why ? [[undefined, field.why] as [undefined, Why]] : []),
    ...(field.kind === 'ticks' ? field.options.flatMap((o) => (o.why ? [[o.label, o.why] as [string, Why]] : [])) : []),
  ];
  if (of.length === 0) return [];
  if (draw.allow.whys === 'none') {
    draw.cut();
    return [];
  }
  return folded(
    draw,
    word(draw.lang, 'why'),
    of.flatMap(([label, why]) => reason(label, why, draw)),
    true,
  );
}

/** Where room is scarce, the words of a source that several questions rest on stand at the first of them. */
function reasonSource(source: Source, draw: Drawing): Element[] {
  const { quote, from, at } = source;
  const fresh = draw.first(JSON.stringify([quote, from, at]));
  return fresh || draw.allow.whys === 'all' ? sourceElements(source, draw) : [placeOf(source, draw)];
}

function reason(label: string | undefined, { text, sources }: Why, draw: Drawing): Element[] {
  const { allow } = draw;
  const said = cutText(text, allow.text);
  if (said !== text || (allow.whys === 'words' && sources.length > 0)) draw.cut();
  return [
    ...(label ? [paragraph([run(cutLabel(label, allow.labels), { weight: 'Bolder' })])] : []),
    ...paragraphs(said),
    ...(allow.whys === 'all' || allow.whys === 'once' ? sources.flatMap((s) => reasonSource(s, draw)) : []),
  ];
}
