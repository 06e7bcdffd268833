"""What can be wrong with a policy, sentence by sentence: how the engine says it (a pattern), and how pages do.

The first pattern that fits the whole sentence counts. `tests/structure/test_policy_words.py` looks that every sentence of
the engine has one.
"""

from __future__ import annotations

from web.i18n import mark as _

TYPES = {
    "`int`": _("a whole number"),
    "`float`": _("a number"),
    "`bool`": _("true or false"),
    "`str`": _("a text"),
    "`array`": _("a list"),
    "`object`": _("a table"),
    "`null`": _("nothing"),
    "`int | str`": _("a number or a text"),
    "a table": _("a table"),
    "a number": _("a number"),
    "a text": _("a text"),
    "a period such as '24 h'": _("a time such as “24 h” or “3 wd”"),
}
"""msgspec's, and the engine's own."""

_GOT = r"(?P<got>.*)"
_KIND = r"(?P<kind>`[^`]*`|a table|a number|a text|a period such as '24 h')"

SENTENCES: tuple[tuple[str, str], ...] = (
    # What a value is.
    (rf"expected {_KIND}, got .*", _("Here stands something else than %(kind)s.")),
    (r"expected `\w+` >= (?P<least>\S+)", _("This has to be at least %(least)s.")),
    (r"expected `\w+` <= (?P<most>\S+)", _("This may be at most %(most)s.")),
    (r"expected `str` of length >= \S+", _("This must not be empty.")),
    (r"expected `array` of length >= \S+", _("At least one is needed.")),
    (r"expected `\w+` of length .*", _("This is too long, or too short.")),
    (r"expected `str` matching regex .*", _("This is not written as it has to be here. Please compare with what the template says.")),
    (rf"invalid enum value {_GOT}", _("“%(got)s” is not possible here.")),
    (r"invalid RFC3339.*", _("This is no date.")),
    (rf"expected a table, got {_GOT}", _("Here stands something else than a table.")),
    (rf"expected a list of tables, got {_GOT}", _("Here stands something else than a table or list.")),
    (rf"expected a period such as .*, got {_GOT}", _("“%(got)s” is no time such as “24 h”, “3 wd”, “7 d” or “now”.")),
    (r"expected tables within tables, not so many of them", _("Tables stand in tables here, more deeply than any policy needs.")),
    (r"unknown; expected one of (?P<values>.*)", _("No policy has this. Possible are %(values)s.")),
    (r"missing; expected (?P<kind>.*)", _("This is missing; it takes %(kind)s.")),
    # Numbers of complaints.
    (rf"expected exactly one of \{{seq1\}} … \{{seq9\}}, got {_GOT}", _("A number needs exactly one running part, {seq1} to {seq9}; “%(got)s” is otherwise.")),
    (rf"expected letters, digits and - _ \. / around closed braces, got {_GOT}", _("Only letters, digits and - _ . / may stand outside of closed braces; “%(got)s” is otherwise.")),
    (r"unknown (?P<got>\{[^{}]*\}); expected \{letter\}.*", _("There is no %(got)s; possible are {letter}, {YYYY}, {YY}, {MM}, {seq1} to {seq9}, and {field:…} with the code of a question.")),
    (r"missing; numbering\.pattern uses \{letter\}", _("The numbers use the category’s letter, and it has none.")),
    (r"expected a required field; numbering\.pattern uses it", _("The numbers use this question: it has to be required in every case.")),
    # Levels, categories, questions.
    (r"expected at least one", _("At least one is needed.")),
    (
        r"expected none; it is due at once wherever it runs",
        _("This clock is due at once wherever it runs: there is no time to stop. Please name no reason here."),
    ),
    (r"missing; whatever is promised, a result is", _("Whatever is promised, a result is: please give its deadline, or no deadline at all.")),
    (r"expected other kinds than '(?P<code>.*)' itself", _("It cannot become what it is already.")),
    (
        r"whoever brought it would hear no more of it: (?P<values>.*)",
        _("Whoever brought it would hear no more of it: please leave out %(values)s."),
    ),
    (r"missing; every level promises a result", _("Every level promises a result: please give its deadline.")),
    (r"'(?P<got>.*)' leads back to '(?P<code>.*)'", _("“%(got)s” belongs to “%(code)s” itself: a circle.")),
    (r"missing here and in every category above it", _("This is missing here, and in every category above it.")),
    (r"expected at most (?P<most>\d+) questions, the common ones included", _("There may be %(most)s questions at most, the common ones included.")),
    (r"expected at most (?P<most>\d+) categories above each other", _("There may be %(most)s categories above each other at most.")),
    (r"expected bands from small to large by rank, only the last one without up_to", _("The bands have to go from small to large in their order; only the last one has no limit.")),
    (r"missing; a choice needs something to choose from", _("A choice needs something to choose from.")),
    (r"only a field of type 'choice' follows from others, this is .*", _("Only a question of the type “choice” can be the highest of others.")),
    (rf"'{_GOT}' follows from others itself", _("“%(got)s” follows from other questions itself.")),
    (rf"'{_GOT}' has other choices", _("“%(got)s” is no choice between the same answers.")),
    (r"only a field of type 'choice' has choices, this is .*", _("Only a question of the type “choice” has something to choose from.")),
    (r"no such answer; expected (?P<values>.*)", _("Nobody can answer so. Possible are %(values)s.")),
    # Escalation, notices, states.
    (r"nobody approves this letter; possible are (?P<values>.*)", _("The program sends this letter by itself, or another page does: nobody can approve it. Possible are %(values)s.")),
    (r"missing; somebody must be told", _("Somebody has to be told: please choose who.")),
    (r"expected at least one of (?P<values>.*)", _("Please choose at least one.")),
    (r"unknown event; expected one of .*", _("There is no such event that is written about.")),
    (r"missing; every event needs its text", _("Its text is missing: every event has one.")),
    (r"unknown (?P<got>\{[^{}]*\}); expected (?P<values>.*)", _("There is no %(got)s here; possible are %(values)s.")),
    (r"a brace that is no placeholder; expected (?P<values>.*)", _("A brace here belongs to no placeholder; possible are %(values)s.")),
    (r"both languages must use the same placeholders; only one has (?P<values>.*)", _("Both languages have to use the same placeholders; only one has %(values)s.")),
    (rf"expected only (?P<values>.*), got {_GOT}", _("“%(got)s” cannot be left out; only %(values)s can.")),
    (r"unknown; expected (?P<values>.*)", _("No policy has this. Possible are %(values)s.")),
    # References and conditions.
    (r"no such item in (?P<part>\w+): '(?P<got>.*)'; there is none yet", _("“%(got)s” is missing: nothing stands under “%(part)s” yet.")),
    (r"no such item in (?P<part>\w+): '(?P<got>.*)'; expected one of (?P<values>.*)", _("There is no “%(got)s” under “%(part)s”. Possible are %(values)s.")),
    (r"expected exactly one of all, any, not, field", _("Each row of a condition is one comparison, or one group of rows.")),
    (r"'given' takes no value", _("“Is answered” is compared with nothing.")),
    (rf"expected (a list|one value), got {_GOT}", _("This comparison takes one value; only “is one of” takes several.")),
    (r"missing", _("This is missing.")),
    (rf"expected a number or a date such as 2026-05-31, got {_GOT}", _("“%(got)s” is neither a number nor a date such as 2026-05-31.")),
    (r"(?P<code>\S+) is never '(?P<got>.*)'; expected one of (?P<values>.*)", _("This is never “%(got)s”. Possible are %(values)s.")),
    # Roles, departments, calendar.
    (r"missing; every policy keeps (?P<values>.*)", _("This role is missing: every policy keeps %(values)s.")),
    (r"must keep the right (?P<code>\S+); without it nobody could change this again", _("This role has to keep the right to manage people and settings: without it nobody could change this again.")),
    (r"only administrators may hold the right (?P<code>\S+)", _("Only administrators may manage people and settings.")),
    (r"held by (?P<got>.*); give them another role before it is removed", _("%(got)s people hold this role. Give them another one before you take it away.")),
    (r"department '(?P<got>.*)' is retired and nobody took over its work", _("The department “%(got)s” is closed, and none took over its work.")),
    (r"expected at least one weekday with working periods", _("At least one weekday needs working hours.")),
    (r"no such date", _("There is no such date.")),
    (r"closed on the same day; expected one of the two", _("This day is both closed and an extra working day. Please keep one of the two.")),
    (r"expected at most (?P<most>\d+) closures, extra and announced days together", _("There may be %(most)s closures, extra working days and entered holidays at most.")),
    (r"none of the public holidays of (?P<got>\S+) is entered", _("Please enter the public holidays of %(got)s first: none is there.")),
    (r"expected each period to begin before it ends, got (?P<got>.*)", _("“%(got)s” ends before it begins.")),
    (r"expected periods in order that do not overlap, got (?P<got>.*)", _("Working hours have to stand in order and must not overlap: %(got)s.")),
    (rf"expected a country such as CN or a part of one such as GB-ENG, got {_GOT}", _("“%(got)s” is no country whose holidays are known, such as CN, and no part of one, such as GB-ENG.")),
    # Leftovers of the organisation's own layer.
    (r"nothing to take away; no layer below has it", _("There is nothing to take away: the template does not have it.")),
    (r"expected nothing beside removed = true, got (?P<values>.*)", _("Beside “removed = true” nothing else may stand: %(values)s.")),
    (r"a layer below took it away; say replaced = true to begin it anew", _("The template took this away. Say “replaced = true” to begin it anew.")),
    # Files and texts.
    (r"larger than (?P<most>\d+) signs", _("The text is longer than %(most)s characters.")),
    (r"line (?P<line>\d+): expected a key of fewer parts", _("Line %(line)s has a name of too many parts.")),
    (r"cannot be read: .*(\(at |: )line (?P<line>\d+),? column (?P<column>\d+)\D.*", _("This cannot be read as TOML or JSON from line %(line)s, column %(column)s on.")),
    (r"cannot be read: .*at end of document\)", _("This cannot be read as TOML or JSON: it ends in the middle of something.")),
    (r"cannot be read: .*", _("This cannot be read as TOML or JSON.")),
    (r"has signs that no text may have", _("It has characters that no text may have.")),
    (r"expected a value, got nothing or a date", _("Here stands nothing, or a date without quotation marks.")),
    (r"only the template says it", _("Only the template says this. Please leave it out.")),
    (r"expected a table|expected a list of places", _("Here stands something else than a table or list.")),
    (r"no such choice '(?P<got>.*)'", _("There is no such choice: “%(got)s”.")),
    (rf"expected one of (?P<values>.*), got {_GOT}", _("“%(got)s” is not possible here; possible are %(values)s.")),
    (rf"expected '(?P<values>.*)', got {_GOT}", _("This file was made for another industry template: it says “%(got)s”, and yours is “%(values)s”.")),
)  # fmt: skip
