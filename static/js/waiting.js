// While htmx asks: the pressed button is busy, the target says aria-busy, nothing dims. An answer that cannot be shown
// (no connection, 403, 404, 5xx) becomes a sentence at the top of the page; what was typed stays.
const button = ctx => ctx?.sourceElement?.matches?.('form') ? ctx.sourceElement.querySelector('button:not([type="button"])') : ctx?.sourceElement;

document.addEventListener('htmx:before:request', event => {
  const { ctx } = event.detail;
  const pressed = button(ctx);
  if (pressed?.matches?.('button')) pressed.setAttribute('aria-busy', 'true');
  if (!ctx.sourceElement?.matches?.('[hx-trigger*="every"]')) ctx.target?.setAttribute?.('aria-busy', 'true');
});

document.addEventListener('htmx:finally:request', event => {
  const { ctx } = event.detail;
  button(ctx)?.removeAttribute?.('aria-busy');
  ctx.target?.removeAttribute?.('aria-busy');
});

document.addEventListener('htmx:response:error', event => {
  const status = event.detail.ctx.response.status;
  if (status === 422 || isQuiet(event)) return;
  const words = {
    403: 'Your role does not allow this. Nothing was changed.',
    404: 'This is gone, or it belongs to another business. Load the page again.',
    429: 'Too many requests. Wait a minute, then try again.',
  };
  tell(words[status] ?? 'Galley could not answer. Nothing was lost; try again.');
});

document.addEventListener('htmx:error', event => {
  if (!isQuiet(event)) tell('No connection to Galley. What you typed is still here; try again.');
});

const isQuiet = event => event.detail.ctx?.sourceElement?.matches?.('[hx-trigger*="every"]');

function tell(text) {
  document.getElementById('page-trouble')?.remove();
  const banner = document.createElement('div');
  banner.id = 'page-trouble';
  banner.className = 'banner banner--page banner--critical';
  banner.setAttribute('role', 'alert');
  const words = document.createElement('p');
  words.textContent = text;
  banner.append(words);
  const dialog = document.querySelector('dialog[open]');
  (dialog?.querySelector('.dialog__body') ?? document.getElementById('main') ?? document.body).prepend(banner);
}
