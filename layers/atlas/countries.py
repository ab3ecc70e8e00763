"""Names of the countries that an atlas of Siberia meets, so that each can be avoided by name."""

from __future__ import annotations

COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    "BY": ("Belarus", "Беларусь"),
    "CN": ("China", "Китай"),
    "EE": ("Estonia", "Эстония"),
    "FI": ("Finland", "Финляндия"),
    "JP": ("Japan", "Япония"),
    "KG": ("Kyrgyzstan", "Киргизия"),
    "KP": ("North Korea", "КНДР"),
    "KR": ("South Korea", "Южная Корея"),
    "KZ": ("Kazakhstan", "Казахстан"),
    "LT": ("Lithuania", "Литва"),
    "LV": ("Latvia", "Латвия"),
    "MN": ("Mongolia", "Монголия"),
    "NO": ("Norway", "Норвегия"),
    "RU": ("Russia", "Россия"),
    "UA": ("Ukraine", "Украина"),
    "US": ("United States", "США"),
    "UZ": ("Uzbekistan", "Узбекистан"),
}
