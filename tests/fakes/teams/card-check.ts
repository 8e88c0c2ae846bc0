/**
 * What is wrong with an Adaptive Card: elements, properties and values that version 1.5 does not have, ids used twice, and what Teams refuses. By hand,
 * after adaptivecards.io/schemas/1.5.0 and the Teams platform documentation, and without any code of the translator's.
 */
type Json = Record<string, unknown>;
const BYTES = 28 * 1024;

const TEXT_LOOKS = ['weight', 'isSubtle', 'size', 'color', 'fontType'];
const PLACED = ['id', 'isVisible', 'spacing', 'separator', 'height', 'fallback'];
const ELEMENTS: Record<string, readonly string[]> = {
  TextBlock: ['text', 'style', 'wrap', 'maxLines', 'horizontalAlignment', ...TEXT_LOOKS],
  RichTextBlock: ['inlines', 'horizontalAlignment'],
  FactSet: ['facts'],
  Table: ['columns', 'rows', 'firstRowAsHeader', 'firstRowAsHeaders', 'showGridLines', 'gridStyle'],
  Image: ['url', 'altText', 'size', 'style', 'width', 'height'],
  Container: ['items', 'style', 'bleed', 'selectAction'],
  ActionSet: ['actions'],
  'Input.Text': ['label', 'isMultiline', 'maxLength', 'placeholder', 'regex', 'value', 'isRequired', 'errorMessage'],
  'Input.ChoiceSet': [
    'label',
    'choices',
    'isMultiSelect',
    'style',
    'value',
    'wrap',
    'isRequired',
    'errorMessage',
    'placeholder',
  ],
};
const ACTION = ['title', 'style', 'tooltip', 'isEnabled', 'fallback'];
const ACTIONS: Record<string, readonly string[]> = {
  'Action.Execute': ['verb', 'data', 'associatedInputs', ...ACTION],
  'Action.Submit': ['data', 'associatedInputs', ...ACTION],
  'Action.OpenUrl': ['url', ...ACTION],
  'Action.ToggleVisibility': ['targetElements', ...ACTION],
};
const VALUES: Record<string, readonly unknown[]> = {
  spacing: ['None', 'Small', 'Default', 'Medium', 'Large'],
  weight: ['Default', 'Lighter', 'Bolder'],
  color: ['Default', 'Accent', 'Good', 'Warning', 'Attention', 'Dark', 'Light'],
  fontType: ['Default', 'Monospace'],
  associatedInputs: ['auto', 'none'],
};
const STYLES: Record<string, readonly string[]> = {
  TextBlock: ['default', 'heading'],
  'Input.ChoiceSet': ['compact', 'expanded'],
  Container: ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'],
};

export type Checked = { faults: string[]; texts: string[]; ids: string[] };

/** `dialog`: in a dialog, where only Action.Submit is known. */
export function checkCard(card: unknown, { dialog = false } = {}): Checked {
  const out: Checked = { faults: [], texts: [], ids: [] };
  const say = (fault: string) => void out.faults.push(fault);
  const json = JSON.stringify(card);
  if (Buffer.byteLength(json) > BYTES) say(`${Buffer.byteLength(json)} bytes`);
  if (
    /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\\ud[89ab]/i.test(json) &&
    !isWellFormed(json)
  )
    say('half a letter');
  const top = card as Json;
  if (top.type !== 'AdaptiveCard' || top.version !== '1.5') say('no card of version 1.5');
  only(top, ['type', '$schema', 'version', 'lang', 'speak', 'fallbackText', 'msteams', 'body', 'refresh'], say);
  for (const key of ['lang', 'speak', 'fallbackText']) string(top, key, say);
  const visit = { say, out, dialog };
  elements(top.body, visit);
  if (new Set(out.ids).size !== out.ids.length) say(`ids twice: ${out.ids.join(' ')}`);
  for (const id of targets(top)) if (!out.ids.includes(id)) say(`shows ${id}, which is not there`);
  if (top.refresh !== undefined) refresh(top.refresh as Json, visit);
  return out;
}

type Visit = { say: (fault: string) => void; out: Checked; dialog: boolean };

function elements(list: unknown, visit: Visit): void {
  if (!Array.isArray(list) || list.length === 0) {
    visit.say('a list without elements');
    return;
  }
  for (const element of list) one(element as Json, visit);
}

function one(element: Json, visit: Visit): void {
  const { say, out } = visit;
  const type = String(element.type);
  const known = ELEMENTS[type];
  if (!known) {
    say(`unknown element ${type}`);
    return;
  }
  only(element, ['type', ...PLACED, ...known], say);
  looks(element, type, say);
  if (typeof element.id === 'string') out.ids.push(element.id);
  switch (type) {
    case 'TextBlock':
      string(element, 'text', say);
      if (element.wrap !== true) say('text that does not wrap');
      out.texts.push(String(element.text));
      return;
    case 'RichTextBlock':
      runs(element.inlines, visit);
      return;
    case 'FactSet':
      for (const fact of element.facts as Json[]) {
        string(fact, 'title', say);
        string(fact, 'value', say, true);
        out.texts.push(`${fact.title}: ${fact.value}`);
      }
      return;
    case 'Table':
      for (const row of element.rows as Json[]) {
        if (row.type !== 'TableRow' || !Array.isArray(row.cells)) say('no row');
        const cells = row.cells as Json[];
        if (cells.length !== (element.columns as unknown[]).length) say('a row of another width');
        for (const cell of cells) {
          if (cell.type !== 'TableCell') say('no cell');
          elements(cell.items, visit);
        }
      }
      return;
    case 'Image':
      if (!/^(?:https:\/\/|data:image\/(?:png|jpeg|gif);base64,)/.test(String(element.url)))
        say('a picture Teams does not show');
      string(element, 'altText', say);
      return;
    case 'Container':
      if (element.selectAction) act(element.selectAction as Json, visit);
      elements(element.items, visit);
      return;
    case 'ActionSet':
      actions(element.actions, visit);
      return;
    default:
      input(element, visit);
      return;
  }
}

function runs(inlines: unknown, { say, out }: Visit): void {
  if (!Array.isArray(inlines) || inlines.length === 0) {
    say('a paragraph without words');
    return;
  }
  for (const item of inlines as Json[]) {
    if (item.type !== 'TextRun') say(`unknown inline ${String(item.type)}`);
    only(
      item,
      ['type', 'text', 'italic', 'highlight', 'strikethrough', 'underline', 'selectAction', ...TEXT_LOOKS],
      say,
    );
    looks(item, 'TextRun', say);
    string(item, 'text', say);
    if (String(item.text).includes('\n')) say('a line break in a run');
    out.texts.push(String(item.text));
    if (item.selectAction) only(item.selectAction as Json, ['type', 'url'], say);
  }
}

function input(element: Json, { say, out }: Visit): void {
  string(element, 'id', say);
  string(element, 'label', say);
  if (element.isRequired === true) string(element, 'errorMessage', say);
  out.texts.push(String(element.label));
  if (element.type !== 'Input.ChoiceSet') return;
  const choices = element.choices as Json[];
  if (choices.length === 0) say('a choice of nothing');
  for (const choice of choices) {
    only(choice, ['title', 'value'], say);
    string(choice, 'title', say);
    string(choice, 'value', say, true);
    if (String(choice.value).includes(',')) say('a comma in a value');
    out.texts.push(String(choice.title));
  }
  const chosen = element.value === undefined ? [] : String(element.value).split(',');
  if (chosen.length > 1 && element.isMultiSelect !== true) say('several chosen of one');
}

function actions(list: unknown, visit: Visit): void {
  if (!Array.isArray(list) || list.length === 0) {
    visit.say('a row without actions');
    return;
  }
  if (list.length > 6) visit.say(`${list.length} actions in a row`);
  for (const action of list as Json[]) act(action, visit);
}

function act(action: Json, visit: Visit): void {
  const { say, dialog } = visit;
  const type = String(action.type);
  const known = ACTIONS[type];
  if (!known) {
    say(`unknown action ${type}`);
    return;
  }
  only(action, ['type', ...known], say);
  looks(action, type, say);
  string(action, 'title', say);
  if (dialog && type === 'Action.Execute') say('Action.Execute in a dialog');
  if (type === 'Action.OpenUrl' && !/^https?:\/\//.test(String(action.url))) say('no address');
  if (type === 'Action.Execute') {
    string(action, 'verb', say);
    if (!action.fallback) say('no fallback');
    else act(action.fallback as Json, visit);
  }
  if (String(action.title).length > 60) say('a long button');
}

function refresh(value: Json, visit: Visit): void {
  only(value, ['action', 'userIds', 'expires'], visit.say);
  if (!Array.isArray(value.userIds) || value.userIds.length === 0 || value.userIds.length > 60)
    visit.say('whose view?');
  const action = value.action as Json;
  if (action.type !== 'Action.Execute') visit.say('a refresh that is no Action.Execute');
}

function looks(element: Json, type: string, say: (fault: string) => void): void {
  for (const [key, allowed] of Object.entries(VALUES))
    if (element[key] !== undefined && !allowed.includes(element[key])) say(`${type}.${key} = ${String(element[key])}`);
  const styles = STYLES[type];
  if (styles && element.style !== undefined && !styles.includes(String(element.style)))
    say(`${type}.style = ${String(element.style)}`);
}

function targets(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(targets);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'targetElements' ? (child as string[]) : targets(child),
  );
}

function only(value: Json, keys: readonly string[], say: (fault: string) => void): void {
  for (const key of Object.keys(value))
    if (!keys.includes(key)) say(`unknown property ${String(value.type ?? '')}.${key}`);
}
function string(value: Json, key: string, say: (fault: string) => void, mayBeEmpty = false): void {
  if (typeof value[key] !== 'string' || (!mayBeEmpty && value[key] === ''))
    say(`${String(value.type ?? '')}.${key} says nothing`);
}
const isWellFormed = (json: string): boolean => !/\\ud[89a-f]/i.test(json);
