import { type Action, type Button, type Link, packAction } from '../../core/card.ts';
import type { Drawing, Element } from './element.ts';
import { LIMITS } from './limits.ts';
import { cutLabel } from './text.ts';

/** The key of the packed action among a press's data, and of the thread it belongs to. */
export const DEED = 'varsam';
export const AT = 'at';
/** The verb of every button of ours. */
export const VERB = 'varsam';

/** Buttons in rows that a client shows whole. Links without an address are left out. */
export function buttonRows(buttons: readonly Button[], draw: Drawing): Element[] {
  const actions = buttons.flatMap((b) => buttonAction(b, draw));
  const rows: Element[] = [];
  for (let i = 0; i < actions.length; i += LIMITS.card.actions)
    rows.push({ type: 'ActionSet', actions: actions.slice(i, i + LIMITS.card.actions) });
  return rows;
}

const STYLES = { primary: 'positive', danger: 'destructive' } as const;

function buttonAction({ label, about, style, ...button }: Button, draw: Drawing): Element[] {
  const title = cutLabel(label, Math.min(LIMITS.card.action, draw.allow.labels)) || ' ';
  const look = {
    ...(style ? { style: STYLES[style] } : {}),
    // What Teams reads aloud beside the title, and shows to a mouse.
    ...(about?.trim() ? { tooltip: cutLabel(`${label}: ${about}`, LIMITS.card.tooltip) } : {}),
  };
  if (button.link) return openLink(button.link, title, look, draw);
  return [press(title, button.action, button.sends === true, look, draw)];
}

function openLink(link: Link, title: string, look: object, { href }: Drawing): Element[] {
  const url = href(link);
  return url === null || url.length > LIMITS.card.url ? [] : [{ type: 'Action.OpenUrl', title, url, ...look }];
}

/** A press sends the action, and the fields where it is told to; then they are validated first. */
function press(title: string, action: Action, sends: boolean, look: object, draw: Drawing): Element {
  const data = { [DEED]: packAction(action), ...(draw.at === undefined ? {} : { [AT]: draw.at }) };
  const shared = { title, data, associatedInputs: sends ? 'auto' : 'none', ...look };
  const submit = { type: 'Action.Submit', ...shared };
  return draw.press === 'submit' ? submit : { type: 'Action.Execute', verb: VERB, ...shared, fallback: submit };
}
