// "/" goes to the search, "?" lists the keys. Single keys can be switched off in the list of shortcuts; modules ask singleKeys() first.
const KEY = 'galley-single-keys';

export const isTyping = event => event.target.closest?.('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]');
export const singleKeys = () => { try { return localStorage.getItem(KEY) !== 'off'; } catch { return true; } };

document.addEventListener('keydown', event => {
  if (event.key !== '/' || isTyping(event) || !singleKeys() || document.querySelector('dialog[open]')) return;
  const search = document.querySelector('[data-search]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.addEventListener('keydown', event => {
  if (event.key !== '?' || isTyping(event) || !singleKeys() || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  document.getElementById('keys-dialog')?.showModal();
});

const choice = document.querySelector('[data-single-keys]');
if (choice) {
  choice.checked = singleKeys();
  choice.addEventListener('change', () => {
    try { localStorage.setItem(KEY, choice.checked ? 'on' : 'off'); } catch { /* private window: for this page only */ }
  });
}
