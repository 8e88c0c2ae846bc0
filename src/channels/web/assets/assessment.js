// What htmx leaves to us on an assessment: to say when a text is not saved, and not to let it go unsaid.
(() => {
  if (!document.body.classList.contains('assess')) return;

  const formOf = (event) => (event.target instanceof Element ? event.target.closest('form.saving') : null);
  const say = (form, text, bad) => {
    const line = document.getElementById(form.id.replace('form-', 's-'));
    if (!line) return;
    line.textContent = text;
    line.classList.toggle('bad', bad);
  };

  document.addEventListener('input', (event) => {
    const form = formOf(event);
    if (form) form.dataset.unsaved = String(Date.now());
  });

  document.addEventListener('htmx:before:request', (event) => {
    const form = formOf(event);
    if (!form) return;
    form.dataset.sent = form.dataset.unsaved ?? '';
    say(form, form.dataset.saving ?? '', false);
  });

  // What was written after the form was sent is still unsaved.
  document.addEventListener('htmx:after:swap', (event) => {
    const form = formOf(event);
    if (form && form.dataset.sent === (form.dataset.unsaved ?? '')) delete form.dataset.unsaved;
  });

  document.addEventListener('htmx:error', (event) => {
    const form = formOf(event);
    if (form) say(form, form.dataset.lost ?? '', true);
  });
  document.addEventListener('htmx:response:error', (event) => {
    const form = formOf(event);
    if (form) say(form, form.dataset.lost ?? '', true);
  });

  // A form that is sent the plain way leaves the page with its texts.
  let leaving = false;
  document.addEventListener('submit', () => {
    leaving = true;
    setTimeout(() => {
      leaving = false;
    }, 1000);
  });
  window.addEventListener('beforeunload', (event) => {
    if (!leaving && document.querySelector('form[data-unsaved]')) event.preventDefault();
  });

  // A link to a risk or a measure opens it.
  const unfold = () => {
    const place = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const fold = place?.closest('details');
    if (fold) fold.open = true;
    if (place) place.scrollIntoView();
  };
  window.addEventListener('hashchange', unfold);
  if (location.hash) unfold();
})();
