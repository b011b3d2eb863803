// A place for a medium: its button fetches the dialog of the library, a choice there fills the hidden field and the picture.
export function bind(root) {
  for (const slot of root.querySelectorAll('[data-slot]')) bindSlot(slot);
  const dialog = root.matches?.('[data-media-dialog]') ? root : root.querySelector('[data-media-dialog]');
  if (dialog && !dialog.dataset.bound) bindDialog(dialog);
}

function bindSlot(slot) {
  if (slot.dataset.bound) return;
  slot.dataset.bound = '';
  slot.querySelector('[data-slot-clear]')?.addEventListener('click', () => put(slot, '', '', null));
}

function bindDialog(dialog) {
  dialog.dataset.bound = '';
  dialog.addEventListener('click', event => {
    const pick = event.target.closest('[data-pick]');
    if (!pick) return;
    const slot = document.getElementById(dialog.dataset.place)?.closest('[data-slot]');
    dialog.close();
    if (slot) put(slot, pick.dataset.pick, pick.dataset.name, pick.querySelector('img'));
  });
  dialog.addEventListener('close', () => dialog.remove());
}

function put(slot, value, name, picture) {
  const input = slot.querySelector('input[type="hidden"]'), button = slot.querySelector('button.stage');
  input.value = value;
  button.querySelector('[data-slot-picture]').replaceChildren(picture ? picture.cloneNode() : 'Choose');
  button.classList.toggle('slot__empty', !picture);
  button.setAttribute('aria-label', name ? `Change: ${name}` : 'Choose');
  button.removeAttribute('aria-invalid');
  slot.querySelector('[data-slot-name]').textContent = name;
  slot.querySelector('.check--critical')?.remove();
  const clear = slot.querySelector('[data-slot-clear]');
  if (clear) clear.hidden = !value;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  button.focus();
}
