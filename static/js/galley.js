// Finds behaviours by their data attributes and loads each module once, when a page or a swapped part first needs it.
// A module exports bind(root): it may be called again for a part that came later, and must not bind twice.
import './dialog.js';
import './menu.js';
import './toast.js';
import './waiting.js';
import './shortcuts.js';
import './scroll_rows.js';

const MODULES = [
  ['[data-css]', './computed.js'],
  ['[data-tree]', './tree.js'],
  ['[data-selection]', './selection.js'],
  ['[data-keys="grid"]', './grid_keys.js'],
  ['[data-keep]', './keep.js'],
  ['[data-panel-target]', './panel.js'],
  ['[data-drop-folder]', './drag_assets.js'],
  ['[data-large]', './frame_stage.js'],
  ['[data-compare]', './compare.js'],
  ['[data-decide]', './decide.js'],
  ['[data-chart]', './chart.js'],
  ['[data-uploads-url]', './upload_tray.js'],
  ['[data-check-text]', './text_checks.js'],
  ['[data-slot], [data-media-dialog]', './media_slot.js'],
  ['[data-cards]', './card_forms.js'],
  ['[data-sketch]', './ad_sketch.js'],
  ['[data-watch]', './watch.js'],
  ['[data-copy]', './copy.js'],
  ['[data-submit-on-change]', './submit_on_change.js'],
];

async function bind(root) {
  const needed = MODULES.filter(([selector]) => root.matches?.(selector) || root.querySelector(selector));
  await Promise.all(needed.map(async ([, path]) => (await import(path)).bind(root)));
}

// What waits for the page, a test or a script of a user, waits for html[data-bound]
bind(document).then(() => { document.documentElement.dataset.bound = ''; });
document.addEventListener('htmx:after:process', event => bind(event.target));
