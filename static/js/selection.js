// What is selected, in a [data-selection]: the bulk bar takes the toolbar's place, Shift extends, Esc clears.
let anchor = null;

export function bind(root) {
  for (const area of root.querySelectorAll('[data-selection]')) {
    if (area.dataset.bound) continue;
    area.dataset.bound = '';
    area.addEventListener('click', event => onClick(area, event));
    area.addEventListener('change', event => { if (event.target.matches('[data-select]')) show(area); });
    document.addEventListener('keydown', event => { if (event.key === 'Escape' && !document.querySelector('dialog[open], [popover]:popover-open')) clear(area); });
    document.addEventListener('htmx:after:process', () => area.isConnected && show(area));
    show(area);
  }
}

const boxes = area => [...area.querySelectorAll('[data-select]')];

function onClick(area, event) {
  const box = event.target.closest('[data-select]');
  if (box) {
    if (event.shiftKey && anchor) extend(area, box);
    anchor = box;
  }
  if (event.target.closest('[data-select-none]')) clear(area);
  if (event.target.matches('[data-select-all]')) setAll(area, event.target.checked);
}

export function extend(area, to) {
  const all = boxes(area);
  const [from, until] = [all.indexOf(anchor), all.indexOf(to)].sort((a, b) => a - b);
  if (from < 0) return;
  for (const box of all.slice(from, until + 1)) box.checked = true;
  show(area);
}

export function setAll(area, checked) {
  for (const box of boxes(area)) box.checked = checked;
  show(area);
}

function clear(area) {
  if (boxes(area).some(box => box.checked)) setAll(area, false);
}

function show(area) {
  const all = boxes(area), chosen = all.filter(box => box.checked).length;
  const bulk = area.querySelector('[data-bulk]'), tools = area.querySelector('[data-toolbar]');
  if (!bulk) return;
  bulk.hidden = !chosen;
  if (tools) tools.hidden = Boolean(chosen);
  bulk.querySelector('[data-selected-count]').textContent = `${chosen} selected`;
  const whole = bulk.querySelector('[data-select-all]');
  whole.checked = chosen === all.length;
  whole.indeterminate = chosen > 0 && chosen < all.length;
  area.querySelector('[data-keys="grid"]')?.toggleAttribute('data-selecting', Boolean(chosen));
}
