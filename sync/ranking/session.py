"""What a ranking session asks, read once from the values of its record, with what is wrong with them.

Paths of a `ranking_session` (catalogue) and what they carry:

    method             one of METHODS
    parameters/<name>  text, see PARAMETERS; fixed before the vote
    items/<key>        the proposal; <key> is what people see and the lot draws («3»): no dot in it, no underscore first
    costs/<key>        whole ₮, as they stood at the vote
    households/<key>   distinct households behind the item's supporters, as they stood at the vote
    run_off/<key>      hands for the item in the run-off among those tied
    eligible           people present who may vote; no hand-count exceeds it
    seed               words said aloud for the lot; nothing else decides it

What is wrong never stops the count: it is a *problem*, and a result with problems is `refused` until corrected.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Value = str | int | bool | None
Values = Mapping[str, Value]  # path → the value that a record shows
Records = Mapping[str, Values]  # record id → its values: a set, so order and repetition mean nothing (I1, I2)
Problem = dict[str, object]

BUDGET_METHODS = ("greedy", "equal_shares")
CRITERIA = ("need", "beneficiaries", "cost", "readiness")  # where no `weight.<criterion>` is given: weight 1 each
WEIGHT = "weight."
WHOLE = re.compile(r"[1-9]\d{0,8}", re.ASCII)  # a whole number from 1
MONEY = re.compile(r"[1-9]\d{0,14}", re.ASCII)  # whole ₮ from 1
COUNT_MAX = 10**9  # people or marks: beyond, it is a slip of the pen, and sums would not be whole in every language

# Parameters of each method; of choices the first is the default.
Rule = tuple[str, ...] | re.Pattern[str]
_ticks: dict[str, Rule] = {"max_choices": WHOLE}
PARAMETERS: dict[str, dict[str, Rule]] = {
    "show_of_hands": {},
    "dot_vote": {"dots": WHOLE, "max_per_item": WHOLE},
    "approval": _ticks,
    "borda": {"variant": ("modified", "tournament"), "top": WHOLE},
    "pairwise": {"top": WHOLE},
    "criteria": {},  # and `weight.<criterion>`
    "consensus": {},
    "greedy": _ticks | {"budget": MONEY, "by": ("votes", "votes_per_cost", "votes_times_cost")},
    "equal_shares": _ticks | {"budget": MONEY, "completion": ("add1_utilitarian", "add1", "none"), "unit": MONEY},
}
for _method, _known in PARAMETERS.items():
    if _method not in BUDGET_METHODS:
        _known["run_off"] = ("held", "skipped")
METHODS = tuple(PARAMETERS)

_criterion = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Session:
    """A session's question; items in the order of their keys, which decides nothing."""

    method: str
    items: tuple[str, ...]
    parameters: Mapping[str, str]
    eligible: int | None
    seed: str | None
    costs: Mapping[str, int]
    households: Mapping[str, int]
    run_off: Mapping[str, int]
    problems: tuple[Problem, ...]

    def whole(self, name: str, default: int) -> int:
        """A parameter that is a whole number."""
        return int(self.parameters.get(name, default))

    def choice(self, name: str) -> str:
        """A parameter that is one of several; the first where none is given."""
        return self.parameters.get(name, PARAMETERS[self.method][name][0])

    @property
    def top(self) -> int:
        """How many places a ballot may give."""
        return min(self.whole("top", len(self.items)), len(self.items))

    @property
    def weights(self) -> dict[str, int]:
        """Criterion → weight, in the order of names."""
        given = {name: text for name, text in self.parameters.items() if name.startswith(WEIGHT)}
        weights = {name.removeprefix(WEIGHT): int(text) for name, text in given.items()}
        return dict(sorted((weights or dict.fromkeys(CRITERIA, 1)).items()))


def part(values: Values, field: str) -> dict[str, Value]:
    """The entries of a map field that are not absent, in the order of their keys."""
    return dict(sorted(entries(values, field)))


def entries(values: Values, field: str) -> Iterator[tuple[str, Value]]:
    """The entries of a map field that are not absent, in no order."""
    prefix = field + "/"
    for path, value in values.items():
        if value is not None and path.startswith(prefix):
            yield path[len(prefix) :], value


def read(values: Values) -> Session:
    """The session that `values` describe; ValueError where its method is not one of METHODS."""
    method = values.get("method")
    if method not in PARAMETERS:
        raise ValueError(f"no ranking method: {method}")
    items = tuple(part(values, "items"))
    given = {name: str(text) for name, text in part(values, "parameters").items()}
    parameters = {name: text for name, text in given.items() if _is_parameter(method, name, text)}
    problems: list[Problem] = [{"code": "bad-parameter", "parameter": name} for name in given if name not in parameters]
    problems += [{"code": "bad-item-key", "item": item} for item in items if "." in item or item.startswith("_")]
    if method in BUDGET_METHODS and "budget" not in given:
        problems.append({"code": "bad-parameter", "parameter": "budget"})
    people = {field: _counts(values, field) for field in ("households", "run_off")}
    for field, counts in people.items():
        problems += [{"code": "bad-count", "of": f"{field}/{key}"} for key in counts if counts[key] > COUNT_MAX]
    seed = str(values.get("seed") or "").strip(" ")
    eligible = values.get("eligible")
    return Session(
        method=method,
        items=items,
        parameters=parameters,
        eligible=None if eligible is None else int(eligible),
        seed=seed or None,
        costs=_counts(values, "costs"),
        households=people["households"],
        run_off=people["run_off"],
        problems=tuple(problems),
    )


def _counts(values: Values, field: str) -> dict[str, int]:
    return {key: int(value) for key, value in part(values, field).items()}


def _is_parameter(method: str, name: str, text: str) -> bool:
    if method == "criteria" and name.startswith(WEIGHT):
        return bool(_criterion.fullmatch(name.removeprefix(WEIGHT)) and WHOLE.fullmatch(text))
    rule = PARAMETERS[method].get(name, ())
    return text in rule if isinstance(rule, tuple) else bool(rule.fullmatch(text))
