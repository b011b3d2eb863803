// The tray: rows for what this browser sends, the sum of it at the top, and the hand-over to the server's own rows.
import { bindDrop } from './file_drop.js';
import { UploadQueue } from './upload_queue.js';
import { pace, words } from './upload_words.js';

const FOLD = 'galley-tray';
const rows = new Map();
let tray, queue, shownRows, ready = '';
const part = name => tray.querySelector(`[data-tray-${name}]`);

export function bind() {
  const found = document.querySelector('[data-uploads-url]');
  if (!found || found === tray) return;
  tray = found;
  queue = new UploadQueue({ url: tray.dataset.uploadsUrl, headers: csrf, changed: show });
  bindDrop(add);
  part('pause').addEventListener('click', () => holdAll(!queue.held));
  part('fold').addEventListener('click', fold);
  document.querySelector('[data-tray-toggle]')?.addEventListener('click', () => { tray.hidden = !tray.hidden; sum(); });
  setFold(remembered() ?? (matchMedia('(width < 40rem)').matches ? 'shut' : 'open'));
  ready = readyOnes();
  shownRows = document.getElementById('upload-rows');
  document.addEventListener('htmx:after:process', renewed);
  addEventListener('beforeunload', event => { if (busy()) event.preventDefault(); });
  sum();
}

const csrf = () => JSON.parse(document.body.getAttribute('hx-headers:inherited') ?? '{}');
const busy = () => queue.all.some(one => ['queued', 'uploading', 'offline'].includes(one.state));

function add(files, folder = tray.dataset.folder) {
  for (const { file, path } of files) queue.add(file, { folder: folder ?? '', relative_path: path });
  if (files.length) tray.hidden = false;
}

function show(sending) {
  const row = rows.get(sending) ?? newRow(sending);
  const share = sending.file.size ? Math.floor(sending.sent * 100 / sending.file.size) : 100;
  row.dataset.state = sending.state;
  row.querySelector('[data-said]').textContent = words(sending, share);
  const bar = row.querySelector('progress');
  bar.value = share;
  bar.hidden = !['uploading', 'paused', 'offline'].includes(sending.state);
  row.querySelector('[data-pause]').hidden = sending.state !== 'uploading';
  row.querySelector('[data-resume]').hidden = !['paused', 'failed', 'offline'].includes(sending.state);
  if (sending.state === 'cancelled') leave(sending);
  if (sending.state === 'done') handOver(sending);
  hideTwins();
  sum();
}

function newRow(sending) {
  const row = tray.querySelector('template').content.firstElementChild.cloneNode(true);
  const name = sending.file.name, cut = name.length > 16 ? name.length - 12 : name.length;
  const [head, tail] = row.querySelectorAll('.file span');
  head.textContent = name.slice(0, cut);
  tail.textContent = name.slice(cut);
  row.querySelector('.file').title = name;
  row.querySelector('progress').setAttribute('aria-label', name);
  for (const [hook, act] of [['pause', 'pause'], ['resume', 'resume'], ['drop-upload', 'cancel']]) {
    const button = row.querySelector(`[data-${hook}]`);
    button.setAttribute('aria-label', `${button.getAttribute('aria-label')} ${name}`);
    button.addEventListener('click', () => queue[act](sending));
  }
  rows.set(sending, row);
  part('local').append(row);
  return row;
}

// The server has the whole file: its own row takes over, and the page may show something new
async function handOver(sending) {
  document.body.dispatchEvent(new CustomEvent('uploads-changed'));
  setTimeout(() => leave(sending), 1200);
}

function leave(sending) {
  rows.get(sending)?.remove();
  rows.delete(sending);
  hideTwins();
  sum();
}

// The server's rows came anew: the tray folds away with its last wish, and the library shows what has arrived
function renewed() {
  const there = document.getElementById('upload-rows');
  if (there === shownRows) return;
  shownRows = there;
  hideTwins();
  if (!document.querySelector('#upload-rows [data-upload]') && !rows.size) tray.hidden = true;
  const now = readyOnes();
  if (now === ready) return;
  ready = now;
  const shown = document.getElementById('asset-results');
  if (!shown || shown.querySelector('[data-select]:checked') || document.querySelector('[data-panel-target] .panel')) return;
  globalThis.htmx.ajax('GET', location.href, { source: shown, target: '#asset-results', swap: 'outerHTML' });
}

const readyOnes = () => [...document.querySelectorAll('#upload-rows [data-asset-ready]')].map(row => row.dataset.upload).join();

function hideTwins() {
  const ours = new Set(queue?.all.filter(one => rows.has(one)).map(one => one.id));
  for (const row of document.querySelectorAll('#upload-rows [data-upload]')) row.hidden = ours.has(row.dataset.upload);
  if (tray) sum();
}

function sum() {
  const all = queue.all.filter(one => one.state !== 'cancelled');
  const total = all.reduce((sum, one) => sum + one.file.size, 0), sent = all.reduce((sum, one) => sum + one.sent, 0);
  const done = all.filter(one => one.state === 'done').length, share = total ? Math.floor(sent * 100 / total) : 0;
  const there = document.querySelectorAll('#upload-rows [data-upload]').length;
  part('title').textContent = all.length ? `${done} of ${all.length} ${all.length === 1 ? 'file' : 'files'} uploaded` : `Uploads, ${there}`;
  part('words').textContent = busy() ? `${share} %${pace(sent, total)}` : '';
  part('progress').value = share;
  part('progress').hidden = part('pause').hidden = !busy() && !queue.held;
  const toggle = document.querySelector('[data-tray-toggle]');
  if (!toggle) return;
  toggle.hidden = !all.length && !there;
  toggle.setAttribute('aria-expanded', String(!tray.hidden));
  toggle.querySelector('[data-tray-ring]').setAttribute('stroke-dasharray', `${all.length ? share : 100} 100`);
  toggle.querySelector('[data-tray-count]').textContent = all.length ? `${done} of ${all.length}` : String(there);
}

function holdAll(held) {
  queue.hold(held);
  part('pause').setAttribute('aria-pressed', String(held));
  part('pause').setAttribute('aria-label', held ? 'Go on with all' : 'Pause all');
  sum();
}

function fold() {
  setFold(tray.dataset.fold === 'open' ? 'shut' : 'open');
  try { sessionStorage.setItem(FOLD, tray.dataset.fold); } catch { /* private window: for this page only */ }
}

function remembered() {
  try { return sessionStorage.getItem(FOLD); } catch { return null; }
}

function setFold(fold) {
  tray.dataset.fold = fold;
  part('fold').setAttribute('aria-expanded', String(fold === 'open'));
  part('fold').setAttribute('aria-label', fold === 'open' ? 'Fold the list' : 'Open the list');
}
