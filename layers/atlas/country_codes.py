"""Countries by their codes of two and three letters and their names, as users' tables have them.

Owns which words of a column of countries are turned into codes. The codes are those of ISO 3166-1
(https://www.iso.org/iso-3166-country-codes.html); the list holds the North, its neighbours and the
countries that its ore is sold to. Others are written as a code of two letters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zimnik.layers.atlas.countries import COUNTRY_NAMES

if TYPE_CHECKING:
    from zimnik.layers.readers.cells import Cells

COLUMN = "country"
# Code of two letters, of three, names.
_LISTED = """
AU AUS Australia|Австралия
AT AUT Austria|Австрия
AZ AZE Azerbaijan|Азербайджан
BE BEL Belgium|Бельгия
BG BGR Bulgaria|Болгария
BR BRA Brazil|Бразилия
BY BLR Belarus|Беларусь|Белоруссия
CA CAN Canada|Канада
CH CHE Switzerland|Швейцария
CL CHL Chile|Чили
CN CHN China|Китай|People's Republic of China|КНР
CZ CZE Czechia|Czech Republic|Чехия
DE DEU Germany|Deutschland|Германия
DK DNK Denmark|Danmark|Дания
EE EST Estonia|Eesti|Эстония
ES ESP Spain|Испания
FI FIN Finland|Suomi|Финляндия
FO FRO Faroe Islands|Føroyar|Фарерские острова
FR FRA France|Франция
GB GBR United Kingdom|Great Britain|UK|Великобритания
GE GEO Georgia|Грузия
GL GRL Greenland|Kalaallit Nunaat|Гренландия
IN IND India|Индия
IS ISL Iceland|Ísland|Исландия
IT ITA Italy|Италия
JP JPN Japan|Япония
KG KGZ Kyrgyzstan|Киргизия|Кыргызстан
KP PRK North Korea|КНДР
KR KOR South Korea|Republic of Korea|Южная Корея
KZ KAZ Kazakhstan|Казахстан
LT LTU Lithuania|Литва
LV LVA Latvia|Латвия
MN MNG Mongolia|Монголия
MY MYS Malaysia|Малайзия
NL NLD Netherlands|Нидерланды
NO NOR Norway|Norge|Норвегия
PL POL Poland|Polska|Польша
RU RUS Russia|Russian Federation|Россия|Российская Федерация|РФ
SE SWE Sweden|Sverige|Швеция
SJ SJM Svalbard|Svalbard and Jan Mayen|Шпицберген
TJ TJK Tajikistan|Таджикистан
TM TKM Turkmenistan|Туркмения|Туркменистан
TR TUR Turkey|Türkiye|Турция
UA UKR Ukraine|Украина
US USA United States|United States of America|U.S.A.|США
UZ UZB Uzbekistan|Узбекистан
VN VNM Vietnam|Viet Nam|Вьетнам
ZA ZAF South Africa|ЮАР
"""


def _codes() -> dict[str, str]:
    found = {name.casefold(): code for code, names in COUNTRY_NAMES.items() for name in names}
    for line in _LISTED.strip().splitlines():
        code, longer, names = line.split(" ", 2)
        found |= dict.fromkeys((code.casefold(), longer.casefold()), code)
        found |= {name.casefold(): code for name in names.split("|")}
    return found


CODES = _codes()


def with_country_codes(cells: Cells) -> Cells:
    """Return cells with codes of two letters for countries by name or other codes, and a note."""
    if COLUMN not in cells.table.names:
        return cells
    texts = cells.frame[COLUMN].tolist()
    codes = [CODES.get(text.strip().casefold(), text) for text in texts]
    changed = list(dict.fromkeys((t, c) for t, c in zip(texts, codes, strict=True) if t != c))
    if not changed:
        return cells
    said = f"such as '{changed[0][0]}' as {changed[0][1]}"
    note = f"{cells.where}: countries were read by name or code, {said}"
    frame = cells.frame.assign(**{COLUMN: codes})
    return replace(cells, frame=frame, notes=(*cells.notes, note))
