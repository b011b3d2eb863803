// One frame large: zoom steps, and a veil that keeps keys and swipes ours until "Interact" is on.
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.25, 1.5, 2];

export function bind(root) {
  for (const viewer of root.querySelectorAll('[data-frame]')) {
    if (viewer.dataset.bound) continue;
    viewer.dataset.bound = '';
    const stage = viewer.querySelector('[data-stage]');
    bindInteract(viewer);
    bindZoom(viewer, stage, factor => {
      const said = viewer.querySelector('[data-zoom-said]');
      if (said) said.textContent = `${Math.round(factor * 100)} %`;
    });
  }
}

export function bindInteract(area) {
  const button = area.querySelector('[data-interact]');
  button?.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    for (const veil of area.querySelectorAll('[data-veil]')) veil.hidden = on;
    for (const frame of area.querySelectorAll('iframe')) frame.tabIndex = on ? 0 : -1;
  });
}

// --k on every stage; "0" fits the height of what is seen
export function bindZoom(area, stages, said = () => {}) {
  const all = [stages].flat().filter(Boolean);
  let factor = fit(all[0]);
  const show = next => {
    factor = next;
    for (const stage of all) stage.style.setProperty('--k', factor);
    said(factor);
  };
  for (const button of area.querySelectorAll('[data-zoom]')) {
    button.addEventListener('click', () => show(step(factor, Number(button.dataset.zoom), all[0])));
  }
  if (all.length) show(factor);
}

function step(factor, way, stage) {
  if (way === 0) return fit(stage);
  return way > 0 ? STEPS.find(one => one > factor + 0.01) ?? factor : STEPS.findLast(one => one < factor - 0.01) ?? factor;
}

function fit(stage) {
  if (!stage) return 1;
  const frame = stage.querySelector('iframe');
  const width = Number(frame?.getAttribute('width')) || 375, height = Number(frame?.getAttribute('height')) || 734;
  return Math.min(1, Math.max(0.25, Math.min((stage.clientHeight - 8) / height, (stage.clientWidth - 8) / width)));
}
