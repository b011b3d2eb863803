// A choice of how to look at things, kept for this person in this browser: radios in [data-keep="density"] write
// data-density on the element that data-keep-on names (default: the root), at once and on the next page.
const key = name => `galley-${document.body.dataset.member ?? 'me'}-${name}`;
const read = name => { try { return localStorage.getItem(key(name)); } catch { return null; } };
const write = (name, value) => { try { localStorage.setItem(key(name), value); } catch { /* for this page only */ } };

export function bind(root) {
  for (const group of root.querySelectorAll('[data-keep]')) {
    const name = group.dataset.keep;
    const on = document.querySelector(group.dataset.keepOn ?? ':root');
    const show = value => { if (on) on.dataset[name] = value; };
    const kept = read(name) ?? group.querySelector('input:checked')?.value;
    if (kept) show(kept);
    for (const input of group.querySelectorAll('input')) {
      input.checked = input.value === kept;
      input.onchange = () => { write(name, input.value); show(input.value); };
    }
  }
}
