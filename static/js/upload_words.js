// What the tray says of a file under way, and of the pace of all together.
const MB = 1024 * 1024;
let speed = { at: 0, sent: 0, rate: 0 };

export function words({ state, file, sent, reason }, share) {
  const size = bytes => bytes >= MB ? `${Math.round(bytes / MB)} MB` : `${Math.ceil(bytes / 1024)} KB`;
  return {
    queued: 'Waits its turn',
    uploading: `Uploading ${share} %, ${size(sent)} of ${size(file.size)}`,
    paused: `Paused at ${share} %`,
    done: 'Checking',
  }[state] ?? reason;
}

export function pace(sent, total) {
  const now = performance.now();
  if (now - speed.at > 1000) speed = { at: now, sent, rate: speed.at ? (sent - speed.sent) * 1000 / (now - speed.at) : 0 };
  if (speed.rate <= 0) return '';
  const minutes = Math.ceil((total - sent) / speed.rate / 60);
  return `, ${(speed.rate / MB).toFixed(1)} MB/s, about ${minutes} min left`;
}
