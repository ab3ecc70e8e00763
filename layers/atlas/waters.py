"""Names of rivers and sea lanes, so that each can be passed or avoided by name."""

from __future__ import annotations

_NSR = ("Northern Sea Route", "NSR", "Северный морской путь", "Севморпуть", "СМП")

CORRIDOR_NAMES: dict[str, tuple[str, ...]] = {
    "aldan_river": ("Aldan", "Алдан"),
    "anabar_river": ("Anabar", "Анабар"),
    "angara_river": ("Angara", "Ангара"),
    "angara_reservoirs": ("Angara", "Ангара"),
    "anyuy_river": ("Anyuy", "Анюй"),
    "indigirka_river": ("Indigirka", "Индигирка"),
    "khatanga_river": ("Khatanga", "Хатанга"),
    "kheta_river": ("Kheta", "Хета"),
    "kolyma_river": ("Kolyma", "Колыма"),
    "kotuy_river": ("Kotuy", "Котуй"),
    "lena_river": ("Lena", "Лена"),
    "lower_tunguska": ("Lower Tunguska", "Nizhnyaya Tunguska", "Нижняя Тунгуска"),
    "nsr_east": _NSR,
    "nsr_west": _NSR,
    "nsr_zhelaniya": _NSR,
    "ob_irtysh_river": ("Irtysh", "Иртыш"),
    "ob_river": ("Ob", "Обь"),
    "olenek_river": ("Olenek", "Оленёк"),
    "stony_tunguska": ("Stony Tunguska", "Podkamennaya Tunguska", "Подкаменная Тунгуска"),
    "vilyui_river": ("Vilyui", "Вилюй"),
    "vitim_river": ("Vitim", "Витим"),
    "yana_river": ("Yana", "Яна"),
    "yenisei_river": ("Yenisei", "Енисей"),
}
