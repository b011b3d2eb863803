// Toasts leave after 8 s; the time stands still while a pointer or focus is on them. Undo also by Ctrl/Cmd+Z.
// Other modules say something with say(text); errors are never said here, they stay in the page.
const TIME = 8000;
const box = document.getElementById('toasts');

export function say(text) {
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.dataset.toast = '';
  const words = document.createElement('p');
  words.textContent = text;
  toast.append(words);
  box?.append(toast);
}

function watch(toast) {
  let left = TIME, started = 0, timer;
  const run = () => { started = performance.now(); timer = setTimeout(() => toast.remove(), left); };
  const hold = () => { clearTimeout(timer); left = Math.max(2000, left - (performance.now() - started)); };
  for (const kind of ['pointerenter', 'focusin']) toast.addEventListener(kind, hold);
  for (const kind of ['pointerleave', 'focusout']) toast.addEventListener(kind, run);
  run();
}

document.addEventListener('click', event => {
  event.target.closest?.('[data-toast-close]')?.closest('[data-toast]').remove();
});

document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
  if (event.target.closest('input, textarea, select, [contenteditable]')) return;
  const undo = [...document.querySelectorAll('[data-toast] [data-undo]')].at(-1);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});

document.body.addEventListener('say', event => say(event.detail?.value ?? event.detail));

if (box) {
  box.querySelectorAll('[data-toast]').forEach(watch);
  new MutationObserver(changes => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.('[data-toast]')) watch(node);
  }).observe(box, { childList: true });
}
