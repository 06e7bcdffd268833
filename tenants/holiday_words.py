"""Chinese names of public holidays that the package says in English only."""

from __future__ import annotations

_WORDS = {
    "New Year's Day": "元旦",
    "New Year's Eve": "除夕夜（公历）",
    "Christmas Day": "圣诞节",
    "Christmas Eve": "平安夜",
    "Boxing Day": "节礼日",
    "Second Day of Christmas": "圣诞节次日",
    "Saint Stephen's Day": "圣斯德望日",
    "Epiphany": "主显节",
    "Maundy Thursday": "濯足星期四",
    "Good Friday": "耶稣受难日",
    "Holy Saturday": "圣周六",
    "Easter Sunday": "复活节",
    "Easter Monday": "复活节星期一",
    "Ascension Day": "耶稣升天节",
    "Pentecost": "圣灵降临节",
    "Pentecost Monday": "圣灵降临节星期一",
    "Whit Monday": "圣灵降临节星期一",
    "Corpus Christi": "基督圣体节",
    "Assumption Day": "圣母升天节",
    "All Saints' Day": "万圣节",
    "All Souls' Day": "追思节",
    "Immaculate Conception": "圣母无染原罪节",
    "Labor Day": "劳动节",
    "Labour Day": "劳动节",
    "May Day": "五一节",
    "International Labor Day": "国际劳动节",
    "International Workers' Day": "国际劳动节",
    "Workers' Day": "劳动节",
    "International Women's Day": "国际妇女节",
    "Women's Day": "妇女节",
    "Mother's Day": "母亲节",
    "Family Day": "家庭日",
    "Independence Day": "独立日",
    "National Day": "国庆日",
    "Republic Day": "共和国日",
    "Constitution Day": "宪法日",
    "Liberation Day": "解放日",
    "Victory Day": "胜利日",
    "Unity Day": "团结日",
    "German Unity Day": "德国统一日",
    "Armistice Day": "停战日",
    "Veterans Day": "退伍军人节",
    "Memorial Day": "阵亡将士纪念日",
    "Juneteenth National Independence Day": "六月节",
    "Martin Luther King Jr. Day": "马丁·路德·金纪念日",
    "Washington's Birthday": "华盛顿诞辰日",
    "Columbus Day": "哥伦布日",
    "Thanksgiving Day": "感恩节",
    "Thanksgiving": "感恩节",
    "Canada Day": "加拿大日",
    "Australia Day": "澳大利亚日",
    "ANZAC Day": "澳新军团日",
    "King's Birthday": "国王诞辰日",
    "King's Day": "国王节",
    "Spring Bank Holiday": "春季银行假日",
    "Late Summer Bank Holiday": "夏末银行假日",
    "Carnival Monday": "狂欢节星期一",
    "Carnival Tuesday": "狂欢节星期二",
    "Chinese New Year": "农历新年",
    "Vesak Day": "卫塞节",
    "Diwali": "屠妖节",
    "Deepavali": "屠妖节",
    "Eid al-Fitr": "开斋节",
    "Eid al-Adha": "宰牲节",
    "Islamic New Year": "伊斯兰历新年",
    "Prophet's Birthday": "圣纪节",
}
_OBSERVED = " (observed)"


def in_chinese(english: str) -> str:
    """A name that nobody translated stays as it is: better than none."""
    return "；".join(_one(name) for name in english.split("; "))


def _one(name: str) -> str:
    if name.endswith(_OBSERVED):
        return f"{_one(name.removesuffix(_OBSERVED))}（补假）"
    return _WORDS.get(name, name)
