// [data-copy="text"] copies it; the button says so for two seconds.
export function bind(root) {
  for (const button of root.querySelectorAll('[data-copy]')) {
    button.onclick = async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const words = button.querySelector('span') ?? button;
      const before = words.textContent;
      words.textContent = 'Copied';
      setTimeout(() => { words.textContent = before; }, 2000);
    };
  }
}
