"""Names of countries, so that each can be avoided by name and read from users' tables.

Owns the list: the North, its neighbours and the countries that its ore is sold to, by the codes of
ISO 3166-1 (https://www.iso.org/iso-3166-country-codes.html). What a country is called on the pages
of a region stands in its `region.toml`.
"""

from __future__ import annotations

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
_ROWS = tuple(line.split(" ", 2) for line in _LISTED.strip().splitlines())
# Names by code, the English one first.
COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    code: tuple(names.split("|")) for code, _, names in _ROWS
}
LONG_CODES: dict[str, str] = {longer: code for code, longer, _ in _ROWS}
