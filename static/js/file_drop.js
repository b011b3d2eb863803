// Where files come from: a picker, a folder picker, a drop of files and whole folders. Each is { file, path }: path is
// the folder inside what was dropped ("Spring/Lamp", or ""), so that folders keep their structure.
const IGNORED = /^(\.|Thumbs\.db$|desktop\.ini$)/;

export function bindDrop(add) {
  document.addEventListener('click', event => {
    const button = event.target.closest?.('[data-add-files], [data-add-folder]');
    if (button) pick(button, add);
  });
  for (const kind of ['dragenter', 'dragover']) document.addEventListener(kind, event => hover(event));
  document.addEventListener('dragleave', event => { if (!event.relatedTarget) leave(); });
  document.addEventListener('drop', async event => {
    const zone = zoneOf(event);
    leave();
    if (!zone || !hasFiles(event)) return;
    event.preventDefault();
    add(await dropped(event.dataTransfer), folderOf(zone));
  });
}

const hasFiles = event => event.dataTransfer?.types.includes('Files');
const zoneOf = event => event.target.closest?.('[data-drop-files]') ?? document.querySelector('main[data-drop-files], main [data-drop-files]');
const folderOf = element => element.closest('[data-folder]')?.dataset.folder;

function hover(event) {
  const zone = zoneOf(event);
  if (!zone || !hasFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'copy';
  zone.dataset.over = '';
}

function leave() {
  for (const zone of document.querySelectorAll('[data-over]')) delete zone.dataset.over;
}

function pick(button, add) {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (button.matches('[data-add-folder]')) input.webkitdirectory = true;
  else if (button.dataset.addFiles) input.accept = button.dataset.addFiles;
  input.addEventListener('change', () => {
    const found = [...input.files].map(file => ({ file, path: file.webkitRelativePath.split('/').slice(0, -1).join('/') }));
    add(found.filter(({ file }) => !IGNORED.test(file.name)), folderOf(button));
  });
  input.click();
}

async function dropped(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map(file => ({ file, path: '' }));
  const found = [];
  for (const entry of entries) await walk(entry, '', found);
  return found;
}

async function walk(entry, path, found) {
  if (IGNORED.test(entry.name)) return;
  if (entry.isFile) {
    found.push({ file: await new Promise((done, fail) => entry.file(done, fail)), path });
    return;
  }
  const reader = entry.createReader();
  const inside = path ? `${path}/${entry.name}` : entry.name;
  for (let part = await read(reader); part.length; part = await read(reader)) {
    for (const child of part) await walk(child, inside, found);
  }
}

// A reader gives at most 100 entries a call, and an empty list at the end
const read = reader => new Promise((done, fail) => reader.readEntries(done, fail));
