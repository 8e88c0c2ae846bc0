// What htmx leaves to us in the console: a card that came in the place of another takes the focus.
(() => {
  if (!document.body.classList.contains('console')) return;
  document.addEventListener('htmx:after:swap', () => {
    const heading = document.querySelector('#work [autofocus]');
    if (!heading) return;
    heading.removeAttribute('autofocus');
    heading.focus({ preventScroll: true });
    heading.closest('.card')?.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
})();
