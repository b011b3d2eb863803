// Opens an asset beside the grid instead of leaving it: [data-open-panel] is fetched into the element that
// [data-panel-target] marks. Ctrl, middle click and phones follow the link. Esc closes; focus goes back to the tile.
let opener = null;
const target = () => document.querySelector('[data-panel-target]');

export function bind() {
  if (document.body.dataset.panel) return;
  document.body.dataset.panel = '';
  document.addEventListener('click', onClick);
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !document.querySelector('dialog[open], [popover]:popover-open')) close();
  });
}

function onClick(event) {
  if (event.target.closest('[data-panel-close]')) return close();
  const link = event.target.closest('[data-open-panel]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || matchMedia('(width < 40rem)').matches) return;
  if (!target()) return;
  event.preventDefault();
  open(link);
}

async function open(link) {
  opener = link;
  mark(link);
  await globalThis.htmx.ajax('GET', link.dataset.openPanel, { target: target(), swap: 'innerHTML' });
  target().querySelector('.panel__head h2')?.setAttribute('tabindex', '-1');
  target().querySelector('.panel__head h2')?.focus();
}

function mark(link) {
  for (const one of document.querySelectorAll('.tile[data-open], tr[data-open]')) delete one.dataset.open;
  const item = link?.closest('.tile, tr');
  if (item) item.dataset.open = '';
}

function close() {
  const place = target();
  if (!place?.firstElementChild) return;
  place.replaceChildren();
  mark(null);
  opener?.focus();
}
