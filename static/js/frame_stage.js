// Frames large: a veil keeps keys and swipes ours until "Interact" is on, and zoom steps set --k on the stage.
// [data-large] is the stage; its Interact button names it by aria-controls, so it may stand in the head of the page.
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.25, 1.5, 2];

export function bind(root) {
  for (const stage of root.querySelectorAll('[data-large]')) {
    if (stage.dataset.bound) continue;
    stage.dataset.bound = '';
    bindInteract(stage, document.querySelector(`[data-interact][aria-controls="${stage.id}"]`));
  }
}

export function bindInteract(area, button = area.querySelector('[data-interact]')) {
  button?.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    for (const veil of area.querySelectorAll('[data-veil]')) veil.hidden = on;
    for (const frame of area.querySelectorAll('iframe')) frame.tabIndex = on ? 0 : -1;
  });
}

// Ties buttons [data-zoom] ("-1", "1", "0" for fit) of `area` to the scale of its stages
export function bindZoom(area, stages) {
  let factor = fit(stages[0]);
  const show = next => {
    factor = next;
    for (const stage of stages) stage.style.setProperty('--k', factor);
  };
  for (const button of area.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => show(step(factor, Number(button.dataset.zoom), stages[0])));
  }
  if (stages.length) show(factor);
}

function step(factor, way, stage) {
  if (way === 0) return fit(stage);
  return way > 0 ? STEPS.find(one => one > factor + 0.01) ?? factor : STEPS.findLast(one => one < factor - 0.01) ?? factor;
}

// The whole frame in the height and width that its room leaves
function fit(stage) {
  const frame = stage?.querySelector('iframe'), room = stage?.closest('.compare');
  if (!frame || !room) return 1;
  const width = Number(frame.getAttribute('width')), height = Number(frame.getAttribute('height'));
  // A phone shows one of the two at a time
  const seen = [...room.querySelectorAll('.pane')].filter(pane => pane.offsetParent).length;
  const panes = room.dataset.mode === 'side' ? Math.max(1, seen) : 1;
  return Math.min(1, Math.max(0.25, Math.min((room.clientHeight - 110) / height, (room.clientWidth / panes - 40) / width)));
}
