// What htmx leaves to us: keys, an empty box after sending, the place on the page, and where the keyboard stands.
(() => {
  const box = document.getElementById('question');
  const form = document.getElementById('ask');
  const turns = document.getElementById('turns');
  const error = document.getElementById('ask-error');
  if (!box || !form || !turns || !error) return;

  /** The question under way, so that it can be put back when it is not taken. */
  let sent = '';
  /** Where we last put the page; a reader who has moved since is left alone. */
  let placed = null;

  const isAsk = (event) => event.target instanceof Element && event.target.closest('[data-ask]') !== null;
  const pending = () => turns.querySelector('.turn .pending, .turn .draft');

  // Enter sends, Shift+Enter is a new line; an input method that is composing keeps its Enter.
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener('htmx:before:request', (event) => {
    if (!isAsk(event)) return;
    placed = null;
    sent = event.target === form ? box.value : '';
    if (event.target === form) box.value = '';
    say('');
  });

  document.addEventListener('htmx:after:swap', (event) => {
    document.documentElement.lang = document.getElementById('top')?.dataset.pageLang ?? document.documentElement.lang;
    if (error.textContent) giveBack();
    if (error.textContent) box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    if (!isAsk(event)) return;
    const last = turns.lastElementChild;
    if (!last || error.textContent) return;
    // The example that was pressed is gone now: the question it asked takes the focus.
    if (document.activeElement === document.body || document.activeElement?.closest('.examples'))
      last.querySelector('.question')?.focus({ preventScroll: true });
    if (last.querySelector('.draft')) return;
    if (placed !== null && Math.abs(window.scrollY - placed) > 40) return;
    last.scrollIntoView({ block: 'start', behavior: 'instant' });
    placed = window.scrollY;
  });

  // A card that came in the place of another: its heading takes the focus, and stands at the top.
  document.addEventListener('htmx:after:swap', () => {
    const heading = document.querySelector('#work [autofocus]');
    if (!heading) return;
    const session = heading.closest('[data-session]')?.dataset.session;
    history.replaceState(null, '', session ? `/?session=${session}` : '/');
    heading.removeAttribute('autofocus');
    heading.focus({ preventScroll: true });
    heading.closest('.card')?.scrollIntoView({ block: 'start', behavior: 'instant' });
    // The picture has been looked at: the place for one is empty again.
    for (const drop of document.querySelectorAll('.drop')) {
      drop.open = false;
      drop.querySelector('form')?.reset();
    }
  });

  // A card whose form could not be sent keeps what was filled in, and says so where the button is.
  const work = document.getElementById('work');
  document.addEventListener('htmx:before:request', (event) => cardError(event.target, ''));
  document.addEventListener('htmx:error', (event) => cardError(event.target, work?.dataset.lost ?? ''));

  function cardError(form, text) {
    if (!(form instanceof HTMLFormElement) || !form.closest('#work, .drop')) return;
    form.querySelector('.unsent')?.remove();
    if (!text) return;
    const said = document.createElement('p');
    said.className = 'error unsent';
    said.setAttribute('role', 'alert');
    said.textContent = text;
    form.append(said);
  }

  // A line to be taken along. Without a clipboard there is no button, and the line can be marked.
  if (navigator.clipboard) document.documentElement.classList.add('can-copy');
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null;
    const line = button && document.getElementById(button.dataset.copy);
    if (!line) return;
    try {
      await navigator.clipboard.writeText(line.value);
      button.parentElement.querySelector('[role=status]').textContent = button.dataset.done;
    } catch {
      // Not allowed: the line is marked, and the keyboard's own copying works.
      line.focus();
      line.select();
    }
  });

  // The connection broke: the half card goes, the question comes back, and sending it again finds the same answer.
  const lost = (event) => {
    if (!isAsk(event)) return;
    const half = pending()?.closest('.turn');
    if (!half && event.type !== 'htmx:error') return;
    half?.remove();
    say(form.dataset.lost ?? '');
    giveBack();
  };
  document.addEventListener('htmx:error', lost);
  document.addEventListener('htmx:finally:request', lost);

  // A number in the answer leads to its source, also when that is folded away.
  document.addEventListener('click', (event) => {
    const id = event.target instanceof Element ? event.target.closest('a.ref')?.getAttribute('href') : null;
    const folded = id ? document.querySelector(id)?.closest('details') : null;
    if (folded) folded.open = true;
  });

  function giveBack() {
    if (sent && !box.value) box.value = sent;
    sent = '';
  }

  function say(text) {
    if (error.textContent !== text) error.textContent = text;
  }
})();
