// Buttons that open a <dialog> ([data-dialog] names it), close it, or ask for a typed word first. Fetched dialogs open by
// themselves when they arrive in the slot. Focus goes back to what opened it: the browser does that for showModal.
document.addEventListener('click', event => {
  const opener = event.target.closest?.('[data-dialog]');
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = event.target.closest?.('[data-dialog-close]');
  if (closer) closer.closest('dialog').close();
  if (event.target.matches?.('dialog')) closeFromOutside(event);
});

document.addEventListener('input', event => {
  const typed = event.target.dataset?.typed;
  if (typed === undefined) return;
  const button = event.target.form.querySelector('.dialog__acts button:last-child');
  button.setAttribute('aria-disabled', String(event.target.value.trim() !== typed));
});

document.addEventListener('submit', event => {
  if (event.submitter?.getAttribute('aria-disabled') === 'true') event.preventDefault();
}, true);

document.addEventListener('htmx:after:process', event => {
  const slot = event.target.closest?.('[data-dialog-slot]');
  slot?.querySelector('dialog:not([open])')?.showModal();
});

function closeFromOutside(event) {
  const box = event.target.getBoundingClientRect();
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  if (!inside && event.detail) event.target.close();
}
