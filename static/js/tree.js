// The folder tree: one Tab stop; arrows walk, right opens, left closes, Home, End and letters jump, Enter goes by itself.
// F2 and M go to the addresses in data-rename-url and data-move-url. What is open is kept for this browser.
const KEY = 'galley-open-folders';
const opened = () => { try { return new Set(JSON.parse(localStorage.getItem(KEY) ?? '[]')); } catch { return new Set(); } };

export function bind(root) {
  for (const tree of root.querySelectorAll('[data-tree]')) {
    if (tree.dataset.bound) continue;
    tree.dataset.bound = '';
    restore(tree);
    tree.addEventListener('keydown', event => onKey(tree, event));
    tree.addEventListener('click', event => onClick(event));
  }
}

const rows = tree => [...tree.querySelectorAll('.tree__row')].filter(row => row.checkVisibility());
const item = row => row.closest('[role="treeitem"]');

function restore(tree) {
  const kept = opened();
  for (const one of tree.querySelectorAll('[aria-expanded]')) if (kept.has(one.dataset.id)) one.setAttribute('aria-expanded', 'true');
  const current = tree.querySelector('[aria-selected="true"] > .tree__row') ?? tree.querySelector('.tree__row');
  for (const row of tree.querySelectorAll('.tree__row')) row.tabIndex = row === current ? 0 : -1;
}

function setOpen(one, open) {
  one.setAttribute('aria-expanded', String(open));
  const kept = opened();
  if (open) kept.add(one.dataset.id); else kept.delete(one.dataset.id);
  try { localStorage.setItem(KEY, JSON.stringify([...kept])); } catch { /* for this page only */ }
}

function onClick(event) {
  const chevron = event.target.closest('[data-chevron]');
  if (!chevron) return;
  event.preventDefault();
  const one = item(chevron);
  setOpen(one, one.getAttribute('aria-expanded') !== 'true');
}

function onKey(tree, event) {
  const row = event.target.closest('.tree__row');
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = target(tree, row, event.key);
  if (to === undefined) return;
  event.preventDefault();
  if (to) focus(tree, to);
}

// A row to go to; null for "handled, stay"; undefined for "not ours"
function target(tree, row, key) {
  const all = rows(tree), at = all.indexOf(row), one = item(row);
  const state = one.getAttribute('aria-expanded');
  if (key === 'ArrowDown') return all[at + 1] ?? null;
  if (key === 'ArrowUp') return all[at - 1] ?? null;
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key === 'ArrowRight') return state === 'false' ? (setOpen(one, true), null) : state === 'true' ? all[at + 1] : null;
  if (key === 'ArrowLeft') return state === 'true' ? (setOpen(one, false), null) : one.parentElement.closest('[role="treeitem"]')?.querySelector('.tree__row') ?? null;
  if (key === 'F2') return go(row.dataset.renameUrl);
  if (key.toLowerCase() === 'm' && row.dataset.moveUrl) return go(row.dataset.moveUrl);
  if (key.length !== 1 || key === ' ') return undefined;
  return [...all.slice(at + 1), ...all.slice(0, at)].find(other => other.textContent.trim().toLowerCase().startsWith(key.toLowerCase())) ?? null;
}

function go(url) {
  if (url) location.assign(url);
  return null;
}

function focus(tree, row) {
  for (const other of tree.querySelectorAll('.tree__row[tabindex="0"]')) other.tabIndex = -1;
  row.tabIndex = 0;
  row.focus();
}
