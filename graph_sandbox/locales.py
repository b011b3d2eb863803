"""Languages. Keys 6, 24, 9 and 44 are those of the reference's samples (lines 7238 to 7356); the others are ours.

Languages that texts can be translated to: lines 7501 to 7527.
"""

KEYS = {
    6: "English (US)",
    24: "English (UK)",
    5: "German",
    9: "French (France)",
    44: "French (Canada)",
    7: "Spanish (Spain)",
    23: "Spanish (All)",
    10: "Italian",
    14: "Dutch",
    15: "Polish",
    16: "Portuguese (Brazil)",
    31: "Portuguese (Portugal)",
    18: "Swedish",
    19: "Turkish",
    8: "Danish",
    13: "Norwegian",
    11: "Japanese",
    12: "Romanian",
    25: "Indonesian",
    26: "Tagalog",
    28: "Arabic",
    29: "Hebrew",
    41: "Malay",
    46: "Hindi",
}
TRANSLATED = {
    "es_XX": "Spanish",
    "fr_XX": "French",
    "de_DE": "German",
    "pt_XX": "Portuguese",
    "it_IT": "Italian",
    "ar_AR": "Arabic",
    "nl_XX": "Dutch",
    "ms_MY": "Malay",
    "sv_SE": "Swedish",
    "id_ID": "Indonesian",
    "pl_PL": "Polish",
    "hi_IN": "Hindi",
    "da_DK": "Danish",
    "tr_TR": "Turkish",
    "tl_XX": "Tagalog",
    "ro_RO": "Romanian",
    "en_XX": "English",
}


def name_of(locale: str) -> str:
    """The language of a locale in any spelling: fr, fr_FR, fr_XX; "" for one that nobody knows."""
    short = locale.replace("-", "_").partition("_")[0].lower()
    return next((name for code, name in TRANSLATED.items() if code.partition("_")[0] == short), "")


def keys_of(locale: str) -> list[int]:
    """The adlocale keys of a locale."""
    name = name_of(locale)
    return [key for key, title in KEYS.items() if name and title.partition(" ")[0] == name]
