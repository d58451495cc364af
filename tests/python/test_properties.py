"""What holds for any answers: order does not matter, contributions add up, a better answer never costs anything."""

import math

import pug
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

LPLPP = pug.Instrument.load("kemenpppa.lplpp")
GII = pug.Instrument.load("undp.gii")
STATUSES = ["", "not_applicable", "not_assessed", "no_information", "not_computable", "waived", "suppressed"]
# They decide which other questions are asked, so that a better answer may bring in unanswered ones.
CONDITIONS = {"sk_tim_pengelola", "kode_etik", "data_terpilah", "survei_kepuasan", "jenis_lembaga"}

# The same examples on every run: a build that was green stays green.
relaxed = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)


def observed(variable):
    """Every admissible answer that is a value, as text, from worst to best where there are few."""
    if variable.scale is not None:
        return st.sampled_from([level.code for level in variable.scale.levels])
    if variable.type == "yes_no":
        return st.sampled_from(["no", "yes"])
    low, high = variable.low or 0, 1000 if variable.high is None else variable.high
    if variable.type == "count":
        return st.integers(int(low), int(high)).map(str)
    return st.decimals(low, high, places=2).map(str)


def unit(instrument, *, statuses=True):
    """The answers of one unit; some of them statuses."""

    def answer(variable):
        return observed(variable) | st.sampled_from(STATUSES) if statuses else observed(variable)

    return st.fixed_dictionaries({name: answer(variable) for name, variable in instrument.variables.items()})


INSTRUMENTS = pytest.mark.parametrize("instrument", [LPLPP, GII], ids=lambda instrument: instrument.id)


@INSTRUMENTS
@relaxed
@given(data=st.data())
def test_the_order_of_units_changes_no_byte_of_any_unit(instrument, data):
    units = data.draw(st.lists(unit(instrument), min_size=1, max_size=5))
    order = data.draw(st.permutations(range(len(units))))
    first = pug.score(units, instrument).to_records()
    second = pug.score([units[place] for place in order], instrument).to_records()
    assert [repr(record) for record in second] == [repr(first[place]) for place in order]


@INSTRUMENTS
@relaxed
@given(data=st.data())
def test_contributions_add_up_in_every_node(instrument, data):
    explained = pug.score([data.draw(unit(instrument))], instrument).explain(1)
    for node in explained.nodes.values():
        if node.baseline is None:
            continue
        parts = [operand.contribution for operand in node.operands]
        size = max(abs(number) for number in [node.value, node.baseline, *parts])
        assert abs(node.baseline + math.fsum(parts) - node.value) <= 1e-12 * max(size, 1)


@relaxed
@given(data=st.data())
def test_a_better_answer_never_lowers_the_score(data):
    name = data.draw(st.sampled_from(sorted(set(LPLPP.variables) - CONDITIONS)))
    answers = data.draw(unit(LPLPP, statuses=False))
    variable = LPLPP.variables[name]
    if variable.scale is not None:
        codes = [level.code for level in variable.scale.levels]
        worse, better = sorted(data.draw(st.tuples(*[st.sampled_from(codes)] * 2)), key=codes.index)
    elif variable.type == "yes_no":
        worse, better = "no", "yes"
    else:
        worse, better = sorted(data.draw(st.tuples(*[observed(variable)] * 2)), key=float)
    scores = pug.score([{**answers, name: worse}, {**answers, name: better}], LPLPP)
    assert scores.values[0] <= scores.values[1]


@relaxed
@given(data=st.data())
def test_the_score_lies_in_its_interval(data):
    answers = data.draw(unit(LPLPP, statuses=False))
    unknown = st.sampled_from(["", "not_assessed", "no_information", "suppressed"])
    open_questions = st.sampled_from(sorted(set(LPLPP.variables) - CONDITIONS))
    answers |= data.draw(st.dictionaries(open_questions, unknown, min_size=1, max_size=8))
    scores = pug.score([answers], LPLPP)
    slack = 1e-9  # the three come out of sums in doubles
    assert scores.low[0] < scores.high[0]
    if scores.statuses[0] == "observed":
        assert scores.low[0] - slack <= scores.values[0] <= scores.high[0] + slack


@relaxed
@given(answers=unit(LPLPP))
def test_gaps_never_promise_less_than_nothing(answers):
    for gap in pug.score([answers], LPLPP).gaps(1):
        assert gap.points is None or gap.points >= 0
