// Menus are popovers: the browser opens and closes them. Here: the place beside the button, arrows, Home, End, letters.
const items = menu => [...menu.querySelectorAll('[role^="menuitem"]')].filter(item => item.checkVisibility());

document.addEventListener('beforetoggle', event => {
  const menu = event.target;
  if (!menu.matches?.('[data-menu]') || event.newState !== 'open') return;
  const button = event.source ?? document.querySelector(`[popovertarget="${menu.id}"]`);
  menu.opener = button;
  requestAnimationFrame(() => place(menu, button));
}, true);

document.addEventListener('toggle', event => {
  const menu = event.target;
  if (!menu.matches?.('[data-menu]')) return;
  menu.opener?.setAttribute('aria-expanded', String(event.newState === 'open'));
  if (event.newState === 'open') items(menu)[0]?.focus({ preventScroll: true });
}, true);

document.addEventListener('keydown', event => {
  const menu = event.target.closest?.('[data-menu]');
  if (!menu) return;
  const all = items(menu);
  const to = next(all, all.indexOf(document.activeElement), event.key);
  if (!to) return;
  event.preventDefault();
  to.focus();
});

document.addEventListener('click', event => {
  const item = event.target.closest?.('[data-menu] [role="menuitem"]');
  if (item) item.closest('[data-menu]').hidePopover();
});

function next(all, at, key) {
  if (key === 'ArrowDown') return all[(at + 1) % all.length];
  if (key === 'ArrowUp') return all[(at - 1 + all.length) % all.length];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key.length !== 1 || key === ' ') return null;
  const after = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return after.find(item => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

function place(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + height + 8 <= innerHeight;
  const x = at.left + width + 8 <= innerWidth ? at.left : at.right - width;
  menu.style.setProperty('--menu-x', `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`);
  menu.style.setProperty('--menu-y', `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`);
}
