"""Texts in another language, word by word from a small glossary: enough to see that a text was translated, and always with the
same links, numbers and names. What is not in the glossary stays as it is."""

import re

LANGUAGES = ("es", "fr", "de", "pt", "it", "nl")
# English: Spanish, French, German, Portuguese, Italian, Dutch
GLOSSARY_TEXT = """
the: el, le, die, o, il, de
a: un, un, ein, um, un, een
and: y, et, und, e, e, en
of: de, de, von, de, di, van
for: para, pour, für, para, per, voor
in: en, dans, in, em, in, in
it: lo, il, es, isso, esso, het
you: tú, vous, du, você, tu, jij
your: tu, votre, dein, seu, tuo, jouw
our: nuestro, notre, unser, nosso, nostro, onze
now: ahora, maintenant, jetzt, agora, adesso, nu
free: gratis, gratuit, kostenlos, grátis, gratis, gratis
delivery: entrega, livraison, Lieferung, entrega, consegna, levering
shipping: envío, expédition, Versand, envio, spedizione, verzending
from: desde, depuis, ab, desde, da, vanaf
days: días, jours, Tage, dias, giorni, dagen
day: día, jour, Tag, dia, giorno, dag
try: prueba, essayez, probier, experimente, prova, probeer
buy: compra, achetez, kauf, compre, compra, koop
save: ahorra, économisez, spar, economize, risparmia, bespaar
off: de descuento, de réduction, Rabatt, de desconto, di sconto, korting
new: nuevo, nouveau, neu, novo, nuovo, nieuw
room: habitación, pièce, Zimmer, sala, stanza, kamer
warm: cálido, chaud, warm, quente, caldo, warm
warms: calienta, réchauffe, wärmt, aquece, riscalda, verwarmt
light: luz, lumière, Licht, luz, luce, licht
coffee: café, café, Kaffee, café, caffè, koffie
hand: mano, main, Hand, mão, mano, hand
made: hecho, fait, gemacht, feito, fatto, gemaakt
shop: tienda, boutique, Laden, loja, negozio, winkel
sale: rebajas, soldes, Ausverkauf, saldos, saldi, uitverkoop
summer: verano, été, Sommer, verão, estate, zomer
first: primero, premier, erste, primeiro, primo, eerste
look: mirada, regard, Blick, olhar, sguardo, blik
every: cada, chaque, jede, cada, ogni, elke
with: con, avec, mit, com, con, met
to: a, à, zu, a, a, naar
is: es, est, ist, é, è, is
one: uno, un, eins, um, uno, een
"""
GLOSSARY = {
    line.partition(":")[0]: tuple(word.strip() for word in line.partition(":")[2].split(","))
    for line in GLOSSARY_TEXT.strip().splitlines()
}
# Addresses, mentions, codes, prices, numbers, template fields: never touched.
FIXED = re.compile(r"(https?://\S+|www\.\S+|\S*@\S+|#\w+|\{\{.*?\}\}|\S*\d\S*)")


def translated(text: str, locale: str) -> str:
    """`text` in the language of a locale such as fr_XX; a language without a glossary gives the text between its marks."""
    language = locale.partition("_")[0].lower()
    if not text or language == "en":
        return text
    if language not in LANGUAGES:
        return f"⟨{language}⟩ {text}"
    column = LANGUAGES.index(language)
    return "".join(
        part if FIXED.fullmatch(part) else re.sub(r"[^\W\d_]+", lambda found: _word(found.group(), column), part)
        for part in FIXED.split(text)
    )


def _word(word: str, column: int) -> str:
    found = GLOSSARY.get(word.lower())
    if found is None:
        return word
    return found[column][:1].upper() + found[column][1:] if word[0].isupper() else found[column]
