import type { Response } from 'express';
import { escapeHtml, Html, html } from './html.ts';

/** A comment now and then keeps proxies from closing a stream in which a model is still thinking. */
const HEARTBEAT_MS = 15_000;

export type Stream = { send: (content: Html) => void; end: () => void };

/**
 * Server-sent events for htmx: each message is a piece of HTML, swapped where the form says or, inside `into`, where that says. Sending after the
 * reader has gone does nothing.
 */
export function openStream(res: Response): Stream {
  res.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  res.flushHeaders();
  const write = (text: string) => {
    if (!res.writableEnded && !res.destroyed) res.write(text);
  };
  const beat = setInterval(() => write(': \n\n'), HEARTBEAT_MS);
  res.on('close', () => clearInterval(beat));
  return {
    send: (content) =>
      write(
        `${content.text
          .split(/\r\n|\r|\n/)
          .map((line) => `data: ${line}`)
          .join('\n')}\n\n`,
      ),
    end: () => {
      clearInterval(beat);
      res.end();
    },
  };
}

/** Content for another place than the form's own target. */
export function into(
  target: string,
  content: Html | string,
  swap: 'innerHTML' | 'outerHTML' | 'textContent' = 'innerHTML',
): Html {
  // htmx reads this element before the page does, by its spelling in the text: it is written out here and nowhere else.
  return new Html(
    `<hx-partial hx-target="${escapeHtml(target)}" hx-swap="${swap}">${html`${content}`.text}</hx-partial>`,
  );
}

/** At most one call in so many milliseconds, with the latest value; `stop` drops what waits. */
export function atMostEvery<T>(ms: number, call: (value: T) => void): { push: (value: T) => void; stop: () => void } {
  let waiting: { value: T } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const fire = () => {
    timer = undefined;
    if (!waiting) return;
    call(waiting.value);
    waiting = null;
    timer = setTimeout(fire, ms);
  };
  return {
    push: (value) => {
      waiting = { value };
      if (!timer) fire();
    },
    stop: () => {
      waiting = null;
      clearTimeout(timer);
    },
  };
}
