// Tiles are dragged onto folders of the tree; the selection goes along. The way without dragging is Move in the bulk bar.
const NAME = 'application/x-galley-assets';
const area = () => document.querySelector('[data-selection]');

export function bind() {
  if (document.body.dataset.drags) return;
  document.body.dataset.drags = '';
  document.addEventListener('dragstart', onStart);
  document.addEventListener('dragend', () => mark(null));
  for (const kind of ['dragenter', 'dragover']) document.addEventListener(kind, onOver);
  document.addEventListener('drop', onDrop);
}

const folder = event => event.dataTransfer?.types.includes(NAME) ? event.target.closest?.('[data-drop-folder]') : null;

function onStart(event) {
  const tile = event.target.closest?.('[data-asset][draggable]');
  if (!tile) return;
  const box = tile.querySelector('[data-select]');
  if (box && !box.checked) box.click();
  event.dataTransfer.setData(NAME, tile.dataset.asset);
  event.dataTransfer.effectAllowed = 'move';
}

function onOver(event) {
  const row = folder(event);
  if (event.dataTransfer?.types.includes(NAME)) mark(row);
  if (row) event.preventDefault();
}

function onDrop(event) {
  const row = folder(event), form = area();
  if (!row || !form) return;
  event.preventDefault();
  const button = form.querySelector('#move-dialog [formaction]');
  form.querySelector('[name="folder"]').value = row.dataset.dropFolder;
  form.requestSubmit(button);
}

function mark(row) {
  for (const one of document.querySelectorAll('.tree__row[data-drop]')) delete one.dataset.drop;
  if (row) row.dataset.drop = '';
}
