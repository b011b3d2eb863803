// [data-key="create|get"]: a form that asks for a passkey or security key and sends what it says as `credential`.
// Its button works once the form is bound: sent without a key it would be refused.
// What to ask stands on the page as JSON (data-options is its id), or comes from the form's own address.
const WORDS = {
  NotAllowedError: 'Nothing came from the key. Try again.',
  InvalidStateError: 'This key is added already.',
};

for (const form of document.querySelectorAll('form[data-key]')) bind(form);

function bind(form) {
  const say = text => {
    const line = form.querySelector('[data-key-says]');
    line.hidden = !text;
    line.lastElementChild.textContent = text;
  };
  const knows = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (!knows) return say('This browser knows no passkeys. Use another one.');
    say('');
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (error) {
      say(WORDS[error.name] ?? 'The key could not be asked. Try again.');
    }
  });
  form.querySelector('button:disabled').disabled = false;
}

async function ask(form) {
  const options = await optionsOf(form);
  const keys = navigator.credentials;
  if (form.dataset.key === 'get') {
    const found = await keys.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return found.toJSON();
  }
  if (form.elements.passwordless.checked) {
    Object.assign(options.authenticatorSelection, { residentKey: 'required', requireResidentKey: true, userVerification: 'required' });
  }
  const made = await keys.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return made.toJSON();
}

async function optionsOf(form) {
  const onPage = document.getElementById(form.dataset.options);
  const data = onPage
    ? JSON.parse(onPage.textContent)
    : await (await fetch(form.action, { headers: { Accept: 'application/json' } })).json();
  return (data.creation_options ?? data.request_options).publicKey;
}
