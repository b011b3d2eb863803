// Keys in a grid or a list of things: arrows walk by what stands where, Space selects, Shift+arrow extends,
// Ctrl/Cmd+A takes all that is shown, Home and End jump. Enter opens by itself: every item holds a link.
import { extend, setAll } from './selection.js';

const ITEM = '[data-asset]';
const link = item => item.querySelector('[data-open-panel], a[href]');
const box = item => item.querySelector('[data-select]');

export function bind(root) {
  for (const grid of root.querySelectorAll('[data-keys="grid"]')) {
    if (grid.dataset.keyed) continue;
    grid.dataset.keyed = '';
    grid.addEventListener('keydown', event => onKey(grid, event));
  }
}

function onKey(grid, event) {
  const item = event.target.closest(ITEM);
  const area = grid.closest('[data-selection]');
  if (!item || event.altKey) return;
  if (event.key === ' ' && !event.target.matches('[data-select]')) return done(event, () => box(item)?.click());
  if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) return done(event, () => area && setAll(area, true));
  const to = event.ctrlKey || event.metaKey ? null : neighbour(grid, item, event.key);
  if (!to) return;
  done(event, () => {
    if (event.shiftKey && area) pull(area, item, to);
    link(to)?.focus();
  });
}

function pull(area, from, to) {
  if (!box(from)?.checked) box(from)?.click();
  extend(area, box(to));
}

function done(event, act) {
  event.preventDefault();
  act();
}

function neighbour(grid, item, key) {
  const all = [...grid.querySelectorAll(ITEM)], at = all.indexOf(item);
  const rowwise = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (rowwise) return all[at + rowwise];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const here = item.getBoundingClientRect(), down = key === 'ArrowDown';
  const others = down ? all.slice(at + 1) : all.slice(0, at).reverse();
  const rows = others.filter(one => Math.abs(one.getBoundingClientRect().top - here.top) > here.height / 2);
  return rows.find(one => Math.abs(one.getBoundingClientRect().left - here.left) < here.width / 2) ?? rows[0];
}
