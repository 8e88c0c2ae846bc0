import { label } from '../../core/assessment/labels.ts';
import { ROLE_NAMES, ROLES } from '../../core/assessment/roles.ts';
import { term } from '../../core/assessment/words.ts';
import { shownValue, slot, slug, type View } from './assessment-parts.ts';
import { attributes, type Html, html } from './html.ts';

/** The form controls of an assessment. One function draws any field from its path, so that a field can be drawn again alone. */

/** A label, a hint, the control, and the place where something is said about it. */
export function field(v: View, path: string, name: string, hint?: string): Html {
  return html`<div class="field"><label for="f-${slug(path)}">${name}</label>
${hint && html`<p class="hint" id="h-${slug(path)}">${hint}</p>`}
<div class="control" id="c-${slug(path)}">${control(v, path, hint !== undefined)}</div>
${slot(v, path)}</div>`;
}

/** A box to tick, before its label. */
export function tickField(v: View, path: string, name: string): Html {
  return html`<div class="field tick"><div class="control" id="c-${slug(path)}">${control(v, path)}</div><label for="f-${slug(path)}">${name}</label>${slot(v, path)}</div>`;
}

/** What a field is filled in with, under the id `f-…`; the keyboard goes to it where the view says so. */
export function control(v: View, path: string, hinted = false): Html {
  const [head = '', , key = ''] = path.split('.');
  const { lang } = v;
  switch (path.split('.').at(-1)) {
    case 'score':
      return scorePair(v, path);
    case 'weight':
      return select(v, path, [
        ['', '–'],
        ...(['low', 'medium', 'high'] as const).map((w) => [w, label(w, lang)] as const),
      ]);
    case 'asked':
      return yesOrNo(v, path);
    case 'exposed':
    case 'confirmed':
      return html`<input ${attributes({ ...tied(v, path, hinted), type: 'checkbox', value: 'yes', checked: shownValue(v, path) === 'yes' })}>`;
    case 'status': {
      const all = v.draft ? (['proposed', 'planned', 'implemented'] as const) : (['planned', 'implemented'] as const);
      return select(
        v,
        path,
        all.map((s) => [s, label(s, lang)]),
      );
    }
    case 'role':
      return select(v, path, [
        ['', '–'],
        ...ROLES.filter((r) => r !== 'dpo').map((r) => [r, ROLE_NAMES[r][lang]] as const),
      ]);
    case 'due':
      return input(v, path, 'date', hinted);
    default:
      return head === 'measures' && key === 'name' ? input(v, path, 'text', hinted) : area(v, path, hinted);
  }
}

/** Attributes that tie a control to its hint and to what is said at it. */
function tied(v: View, path: string, hinted: boolean): Record<string, string | boolean | null> {
  const note = v.notes.get(path);
  return {
    id: `f-${slug(path)}`,
    name: path,
    'aria-describedby': `${hinted ? `h-${slug(path)} ` : ''}n-${slug(path)}`,
    'aria-invalid': note?.fault || note?.clash ? 'true' : null,
    autofocus: v.focus === path,
  };
}

function area(v: View, path: string, hinted: boolean): Html {
  return html`<textarea ${attributes({ ...tied(v, path, hinted), rows: path === 'title' ? 1 : 2, lang: v.d.lang })}>
${shownValue(v, path)}</textarea>`;
}

function input(v: View, path: string, type: 'text' | 'date', hinted: boolean): Html {
  return html`<input ${attributes({ ...tied(v, path, hinted), type, value: shownValue(v, path), lang: type === 'text' ? v.d.lang : null })}>`;
}

function select(v: View, path: string, options: readonly (readonly [value: string, text: string])[]): Html {
  const value = shownValue(v, path);
  return html`<select ${attributes(tied(v, path, false))}>${options.map(
    ([code, text]) => html`<option ${attributes({ value: code, selected: code === value })}>${text}</option>`,
  )}</select>`;
}

function yesOrNo(v: View, path: string): Html {
  const value = shownValue(v, path);
  const one = (code: 'yes' | 'no') =>
    html`<label class="radio"><input ${attributes({ id: `f-${slug(path)}-${code}`, type: 'radio', name: path, value: code, checked: value === code, 'aria-describedby': `n-${slug(path)}`, autofocus: v.focus === path && code === (value || 'yes') })}> ${term(v.lang, code)}</label>`;
  return html`<div class="radios">${one('yes')}${one('no')}</div>`;
}

const DEGREES = [1, 2, 3, 4] as const;

/** The two selects of a score: what is confirmed, else what the bank suggests. What hits those who need shelter has consequence 4. */
function scorePair(v: View, path: string): Html {
  const risk = v.d.risks.find((r) => r.id === path.split('.')[1]);
  const [, likelihood, consequence] = /^(\d)x(\d)$/.exec(shownValue(v, path)) ?? [];
  const start = risk?.proposed;
  const one = (side: 'likelihood' | 'consequence', value: number | undefined) => {
    const id = `f-${slug(path)}-${side}`;
    const fixed = side === 'consequence' && risk?.exposed === true;
    const at = fixed ? 4 : value;
    const given = { id, name: `${side}:${path}`, 'aria-describedby': `n-${slug(path)}` };
    return html`<div class="field"><label for="${id}">${term(v.lang, side)}</label>
<select ${attributes({ ...given, autofocus: side === 'likelihood' && v.focus === path })}>${at === undefined && html`<option value="" selected>–</option>`}${DEGREES.map(
      (n) =>
        html`<option ${attributes({ value: n, selected: n === at, disabled: fixed && n < 4 })}>${n} · ${v.t(`assessment.${side}.${n}`)}</option>`,
    )}</select></div>`;
  };
  return html`<div class="pair">${one('likelihood', likelihood ? Number(likelihood) : start?.likelihood)}${one('consequence', consequence ? Number(consequence) : start?.consequence)}</div>`;
}
