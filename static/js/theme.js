// The person's choice of light or dark, kept in this browser. Loaded before the page is drawn, so that nothing flashes.
(() => {
  const KEY = 'galley-theme';
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem(KEY) ?? 'system'; } catch { return 'system'; } };
  const show = choice => {
    if (choice === 'system') delete root.dataset.theme; else root.dataset.theme = choice;
    for (const item of document.querySelectorAll('[data-theme-choice]')) {
      item.setAttribute('aria-checked', String(item.dataset.themeChoice === choice));
    }
    root.dispatchEvent(new CustomEvent('theme-changed'));
  };
  show(kept());
  addEventListener('DOMContentLoaded', () => show(kept()));
  addEventListener('click', event => {
    const item = event.target.closest?.('[data-theme-choice]');
    if (!item) return;
    try { localStorage.setItem(KEY, item.dataset.themeChoice); } catch { /* private window: for this page only */ }
    show(item.dataset.themeChoice);
  });
})();
