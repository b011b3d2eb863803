// Sends files by tus: parts of 8 MiB, three files at a time. Every change is told by `changed(sending)`.
// A sending: { file, state, sent, reason, id }, state one of queued, uploading, paused, offline, failed, done, cancelled.
const PART = 8 * 1024 * 1024;
const AT_ONCE = 3;
const PAUSES = [0, 1000, 3000, 8000];
const OFFLINE_RETRY = 10000;

export class UploadQueue {
  constructor({ url, headers, changed }) {
    Object.assign(this, { url, headers, changed });
    this.all = [];
    this.held = false;
    addEventListener('online', () => this.comeBack());
    setInterval(() => this.comeBack(), OFFLINE_RETRY);
  }

  add(file, metadata) {
    const sending = { file, state: 'queued', sent: 0, reason: '', id: '' };
    sending.tus = new globalThis.tus.Upload(file, {
      endpoint: this.url,
      chunkSize: PART,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      headers: this.headers(),
      metadata: { filename: file.name, filetype: file.type, ...metadata },
      onProgress: sent => this.set(sending, { sent, id: idOf(sending.tus.url) }),
      onSuccess: () => this.set(sending, { state: 'done', sent: file.size, id: idOf(sending.tus.url) }),
      onError: error => this.set(sending, troubleOf(error)),
    });
    this.all.push(sending);
    this.set(sending, {});
  }

  set(sending, changes) {
    if (sending.state === 'cancelled') return;
    Object.assign(sending, changes);
    this.changed(sending);
    this.fill();
  }

  fill() {
    const under = this.all.filter(one => one.state === 'uploading').length;
    if (this.held) return;
    for (const one of this.all.filter(one => one.state === 'queued').slice(0, AT_ONCE - under)) this.start(one);
  }

  async start(sending) {
    sending.state = 'uploading';
    sending.reason = '';
    const before = sending.tus.url ? [] : await sending.tus.findPreviousUploads();
    if (before.length) sending.tus.resumeFromPreviousUpload(before[0]);
    if (sending.state === 'uploading') sending.tus.start();
    this.changed(sending);
  }

  pause(sending) {
    sending.tus.abort();
    this.set(sending, { state: 'paused' });
  }

  resume(sending) {
    this.set(sending, { state: 'queued', reason: '' });
  }

  async cancel(sending) {
    const there = Boolean(sending.tus.url);
    this.set(sending, { state: 'cancelled' });
    await sending.tus.abort(there).catch(() => {});
    this.fill();
  }

  hold(held) {
    this.held = held;
    for (const one of this.all) {
      if (held && one.state === 'uploading') this.pause(one);
      if (!held && one.state === 'paused') this.resume(one);
    }
  }

  comeBack() {
    for (const one of this.all) if (one.state === 'offline') this.resume(one);
  }
}

const idOf = url => url?.split('/').filter(Boolean).at(-1) ?? '';

// The server's answer is a sentence for people (text, or JSON with "reason"); no answer at all means no connection.
function troubleOf(error) {
  const response = error.originalResponse;
  if (!response || !response.getStatus()) return { state: 'offline', reason: 'No connection. The upload goes on by itself.' };
  const body = response.getBody() ?? '';
  return { state: 'failed', reason: sentence(body) || `Galley refused it with code ${response.getStatus()}.` };
}

function sentence(body) {
  try { return JSON.parse(body).reason ?? ''; } catch { return body.startsWith('<') ? '' : body.trim().slice(0, 300); }
}
