"""Letters: who answers for what, numbers, frozen words and addenda, replies, extensions, reach (O4, O5)."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from server import acts
from server.office.clocks import listing
from server.office.directory import categories
from server.office.letters import addenda, deeds, draft, issue, replies, routing, view, words
from server.office.proposals import states
from server.problems import Problem
from server.store import records
from server.store.letters import Route
from server.who import OFFICER
from sync.merge import value_of
from tests.office.conftest import Hall, make_officer

NOW = "2026-11-25T10:00:00+07:00"


class Office:
    """A hearing with proposals, bodies and rules, and an officer who sends them on."""

    def __init__(self, world):
        self.hall = Hall(world)
        self.world = world
        world.state(acts.Statement("unit", self.hall.unit, {"zone": ("Asia/Hovd", ())}))
        account = make_officer(world, OFFICER)
        self.officer, self.email = account.actor(), account.email
        self.water = self.state("body", name="Ус суваг", mandate="Ус")
        self.roads = self.state("body", name="Авто зам, тээврийн хөгжлийн газар", post="Дарга")

    def state(self, kind, **values):
        return self.world.state(acts.creation(kind, values))

    def proposal(self, **values):
        said = {"title": "Гар худаг гаргах", "category": "water", "kind": "proposal"} | values
        record = self.hall.ana.say("proposal", unit=self.hall.unit, hearing=self.hall.hearing, **said)
        self.world.sync(self.hall.ana)
        return record

    def do(self, deed, *args):
        with self.world.app.app_context():
            return deed(self.officer, *args)

    def see(self, what, *args, actor=None):
        with self.world.connection() as connection:
            return what(connection, actor or self.officer, *args)

    def send(self, *proposals, body=""):
        return self.do(
            issue.issue, issue.Wish(dict.fromkeys(proposals, body or self.water), "Тухай", "Уламжилж байна.")
        )

    def record(self, record_id):
        with self.world.connection() as connection:
            return records.load_open(connection, self.world.tenant, [record_id])[record_id]

    def referral(self, letter):
        (line,) = self.see(view.page, letter)["lines"]
        return line


@pytest.fixture
def office(sqlite_world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    return Office(sqlite_world)


# --- routing


def test_the_most_specific_rule_holds_the_category_before_the_place():
    places = ["bagh", "soum", "aimag"]
    anywhere, soum, water = Route("1", None, None, "a"), Route("2", None, "soum", "b"), Route("3", "water", None, "c")
    bagh, both = Route("4", None, "bagh", "d"), Route("5", "water", "soum", "e")
    assert routing.choose([anywhere], "water", places) == anywhere
    assert routing.choose([anywhere, soum], "water", places) == soum
    assert routing.choose([anywhere, soum, bagh], "water", places) == bagh
    assert routing.choose([anywhere, soum, bagh, water], "water", places) == water
    assert routing.choose([anywhere, soum, bagh, water, both], "water", places) == both
    assert routing.choose([water, both], "roads", places) is None
    assert routing.choose([both], "water", ["other"]) is None


def test_units_above_each_other_in_a_ring_end():
    assert routing.above("a", {"a": "b", "b": "a"}) == ["a", "b"]


def test_a_rule_is_added_once_removed_and_brought_back(office):
    rule = office.do(routing.add, "water", "", office.water)
    with pytest.raises(Problem, match="bad-state"):
        office.do(routing.add, "water", "", office.roads)
    with pytest.raises(Problem, match="bad-values"):
        office.do(routing.add, "", "", office.hall.hearing)
    found = office.see(deeds.drafted, [office.proposal()])["draft"].chosen[0]
    assert found.rule.body == office.water
    office.world.state(acts.Statement("body", office.water, {"hidden": (True, ())}))
    found = office.see(deeds.drafted, [office.proposal()])
    assert found["draft"].chosen[0].rule is None, "letters go to no body that the directory has hidden"
    assert [body for body, _ in found["bodies"]] == [office.roads]
    for deed, args in ((routing.add, ("roads", "", office.water)), (office.send, None)):
        with pytest.raises(Problem, match="bad-values"):
            office.do(deed, *args) if args else deed(office.proposal())
    office.world.state(acts.Statement("category", categories.record_id("own_a"), {"slug": ("own_a", ())}))
    assert "own_a" in office.see(deeds.ruled)["categories"]
    office.do(routing.remove, rule)
    assert office.see(deeds.ruled)["rules"] == []
    office.do(routing.remove, rule, False)
    assert [one.id for one in office.see(deeds.ruled)["rules"]] == [rule]


# --- issuing


def test_each_body_gets_a_letter_of_its_own_with_the_next_number(office):
    well, road = office.proposal(), office.proposal(title="Замыг засах", category="roads")
    made = office.do(issue.issue, issue.Wish({well: office.water, road: office.roads}, "Тухай", "Уламжилж байна."))
    assert [value_of(office.record(one), "number") for one in made] == ["1", "2"]
    line = office.referral(made[1])
    assert (line.body, value_of(line.record, "official")) == ("Авто зам, тээврийн хөгжлийн газар", "Дарга")
    assert (value_of(line.record, "received_on"), line.due_on) == ("2026-11-24", "2027-02-22")
    assert value_of(office.record(well), "status") == "forwarded"


def test_on_its_pages_the_proposals_of_a_letter_stand_as_on_the_paper(office):
    ids = [office.proposal(title=f"Санал {number}") for number in range(5)]
    letter = office.send(*reversed(ids))[0]
    shown = [line.words["title"] for line in office.see(view.page, letter)["lines"]]
    assert shown == [f"Санал {number}" for number in (4, 3, 2, 1, 0)]


def test_scenario_6_a_petition_raised_at_the_hearing_has_the_term_of_petitions(office):
    proposal = office.proposal()
    office.hall.ana.say(
        "petition", unit=office.hall.unit, hearing=office.hall.hearing, proposal=proposal, kind="petition"
    )
    office.world.sync(office.hall.ana)
    found = office.see(deeds.drafted, [proposal])["draft"].chosen[0]
    assert (found.kind, found.days, found.line.due_on) == ("petition", 30, "2026-12-24")


def test_the_paper_says_number_day_addressee_and_proposals_and_names_nobody(office):
    person = office.hall.ana.say("person", unit=office.hall.unit, given_name="Үүрийнтуяа", parent_name="Өнөр")
    letter = office.send(office.proposal(proposer=person, body="Хоёр худаг хатсан", cost=18_000_000))[0]
    name, pdf = office.see(deeds.printed, letter)
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\u00a0", " ")
    assert name == "2026-11-25-1.pdf"
    for part in ("2026 оны 11 дүгээр сарын 25", "№ 1", "Ус суваг", "Гар худаг гаргах", "Хоёр худаг", "18,0 сая ₮"):
        assert part in said
    assert "Үүрийнтуяа" not in said and "/reply/" in said


def test_a_reprint_is_the_same_paper_and_so_is_one_set_again_after_a_restore(office, monkeypatch):
    letter = office.send(office.proposal())[0]
    first = office.see(deeds.printed, letter)[1]
    assert office.see(deeds.printed, letter)[1] == first
    monkeypatch.setattr(deeds.letters, "paper", lambda *_: None)
    assert office.see(deeds.printed, letter)[1] == first


def test_what_is_on_its_way_goes_no_second_time_and_takes_no_number(office):
    proposal = office.proposal()
    office.send(proposal)
    assert office.see(deeds.drafted, [proposal])["draft"].left == {proposal: "open"}
    with pytest.raises(Problem, match="stale"):
        office.send(proposal)
    other = office.proposal(title="Гүүр")
    assert value_of(office.record(office.send(other)[0]), "number") == "2"


def test_h82_an_officer_of_another_bagh_sees_neither_letter_nor_referral(office):
    letter = office.send(office.proposal())[0]
    stranger = make_officer(office.world, OFFICER, "Бугат").actor()
    for what in (view.page, deeds.printed):
        with pytest.raises(Problem, match="not-found"):
            office.see(what, letter, actor=stranger)
    assert office.see(view.listed, {}, actor=stranger)["cut"].count == 0
    assert office.see(listing.listed, {}, actor=stranger)["cut"].count == 0


def test_scenario_2_of_merged_proposals_one_goes_and_both_are_told_of(office):
    first, second = office.proposal(), office.proposal(title="Гар худаг шинээр гаргуулах")
    office.hall.ana.say("proposal", second, _n=2, merged_into=first)
    office.world.sync(office.hall.ana)
    found = office.see(deeds.drafted, [second, first])["draft"]
    assert [one.record.id for one in found.chosen] == [first] and found.chosen[0].voices == 1
    line = office.referral(office.send(first)[0])
    assert line.voices == 1


# --- what was said later


def test_scenario_3_a_later_edit_is_an_addendum_and_loses_no_text(office):
    tablet = office.hall.ana
    proposal = office.proposal(body="Хоёр худаг хатсан")
    base = (tablet.op_id(len(tablet.lines)),)
    letter = office.send(proposal)[0]
    first = office.see(deeds.printed, letter)[1]
    tablet.say("proposal", proposal, _n=2, _bases={"body": base}, body="Гурван худаг хатсан")  # offline meanwhile
    office.world.sync(tablet)
    line = office.referral(letter)
    assert words.frozen(line.record)["body"] == "Хоёр худаг хатсан"
    assert [(one.path, one.sent, one.now) for one in line.changes] == [
        ("body", "Хоёр худаг хатсан", "Гурван худаг хатсан")
    ]
    assert value_of(office.record(proposal), "body") == "Гурван худаг хатсан"
    assert value_of(office.record(proposal), "status") == "forwarded"
    assert office.see(view.waiting_of) == 1
    with pytest.raises(Problem, match="stale"):
        office.do(addenda.send, line.record.id, "0" * 64)
    added = office.do(addenda.send, line.record.id, line.token)
    assert value_of(office.record(added), "follows") == letter
    assert words.frozen(office.referral(letter).record)["body"] == "Гурван худаг хатсан"
    assert office.referral(letter).changes == [] and office.see(view.waiting_of) == 0
    assert office.see(deeds.printed, letter)[1] == first


def test_scenario_3_an_addendum_that_was_seen_waits_no_more_until_the_next_edit(office):
    tablet, proposal = office.hall.ana, office.proposal()
    base = (tablet.op_id(len(tablet.lines)),)
    letter = office.send(proposal)[0]
    tablet.say("proposal", proposal, _n=2, _bases={"title": base}, title="Гар худаг шинээр гаргах")
    office.world.sync(tablet)
    line = office.referral(letter)
    office.do(addenda.lay_aside, line.record.id, line.token)
    assert office.referral(letter).changes == []
    base = (tablet.op_id(len(tablet.lines)),)
    tablet.say("proposal", proposal, _n=3, _bases={"title": base}, title="Гурав дахь үг")
    office.world.sync(tablet)
    assert [one.now for one in office.referral(letter).changes] == ["Гурав дахь үг"]


def test_the_lists_ask_postgresql_the_same(postgres_world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    office = Office(postgres_world)
    tablet, proposal = office.hall.ana, office.proposal(kind="complaint")
    base = (tablet.op_id(len(tablet.lines)),)
    first = office.send(proposal)[0]
    second = office.send(office.proposal(title="Гүүр"))[0]
    office.proposal(title="Зам")
    tablet.say("proposal", proposal, _n=2, _bases={"title": base}, title="Гар худаг шинээр гаргах")
    office.world.sync(tablet)
    listed = office.see(view.listed, {"year": "2026", "body": office.water})
    assert [(letter.id, replied) for letter, replied in listed["cut"].rows] == [(second, (0, 1)), (first, (0, 1))]
    assert [one.proposal.id for one in listed["addenda"]] == [proposal] and listed["years"] == ["2026"]
    assert [row.due_on for row in office.see(listing.listed, {})["cut"].rows] == ["2026-12-24", "2027-02-22"]
    assert office.see(listing.listed, {"step": "near"})["cut"].count == 0
    unsent = office.see(listing.listed, {"what": "unsent"})
    assert (unsent["unsent"], len(unsent["cut"].rows)) == (1, 1)
    office.do(replies.enter, office.referral(first).record.id, answer("interim"))
    assert [value_of(one, "answer") for one in office.referral(first).history] == ["interim"]


# --- replies


def answer(kind="final", **more):
    said = {"answer": kind, "text": "Хавар өрөмдөнө.", "signer": "Дарга"} | more
    return replies.Wish(**said)


def test_several_replies_are_kept_and_the_last_one_holds(office):
    letter = office.send(office.proposal())[0]
    referral = office.referral(letter).record.id
    office.do(replies.enter, referral, answer("interim", text="Судалж байна."))
    assert office.referral(letter).over is not None
    office.do(replies.enter, referral, answer(to="accepted"))
    line = office.referral(letter)
    assert [value_of(one, "answer") for one in line.history] == ["final", "interim"]
    assert (line.answer, line.over, value_of(line.record, "closed_on")) == ("final", None, "2026-11-25")
    assert value_of(office.record(value_of(line.record, "proposal")), "status") == "accepted"


def test_scenario_15_what_is_not_theirs_names_whose_it_is_and_goes_back_with_its_origin(office):
    proposal = office.proposal()
    letter = office.send(proposal)[0]
    referral = office.referral(letter).record.id
    with pytest.raises(Problem) as wrong:
        office.do(replies.enter, referral, answer("not_competent"))
    assert wrong.value.detail["fields"] == {"competent_body": ["missing"]}
    assert value_of(office.record(proposal), "status") == "forwarded"
    office.do(replies.enter, referral, answer("not_competent", competent_body="Авто зам, тээврийн хөгжлийн газар"))
    assert value_of(office.record(proposal), "status") == "not_competent"
    found = office.see(deeds.drafted, [proposal])["draft"].chosen[0]
    assert found.returned_from == referral
    again = office.referral(office.send(proposal, body=office.roads)[0])
    assert value_of(again.record, "returned_from") == referral
    assert again.due_on == "2027-02-22"  # the citizen has waited since the same day
    assert value_of(office.record(proposal), "status") == "forwarded"


def test_a_reply_that_does_not_fit_says_which_field_and_stores_nothing(office):
    letter = office.send(office.proposal())[0]
    referral = office.referral(letter).record.id
    for wish, field in (
        (answer("maybe"), "answer"),
        (answer(text=" "), "text"),
        (answer(text="\x00"), "text"),
        (answer(answered_on="2026-11-26"), "answered_on"),
        (answer(answered_on="2026-02-30"), "answered_on"),
        (answer(number="1\n2"), "number"),
        (answer(signer="д" * 201), "signer"),
    ):
        with pytest.raises(Problem) as wrong:
            office.do(replies.enter, referral, wish)
        assert list(wrong.value.detail["fields"]) == [field]
    assert office.referral(letter).history == []


def test_a_state_that_may_not_follow_takes_no_reply_in(office):
    proposal = office.proposal()
    letter = office.send(proposal)[0]
    with office.world.app.app_context():
        states.move(office.officer, proposal, states.Wish("withdrawn", reason="Иргэн буцаасан"))
    with pytest.raises(Problem, match="bad-state"):
        office.do(replies.enter, office.referral(letter).record.id, answer(to="planned"))
    office.do(replies.enter, office.referral(letter).record.id, answer())
    assert value_of(office.record(proposal), "status") == "withdrawn"


def test_what_nobody_has_sent_on_has_its_clock_too(office):
    office.proposal(kind="complaint")
    office.proposal(kind="thanks", title="Баярлалаа")
    office.proposal()
    rows = office.see(listing.listed, {"what": "unsent"})["cut"].rows
    assert [(row.due_on, row.days) for row in rows] == [("2026-12-24", 30), ("2027-02-22", 90)]


def test_a_draft_takes_forty_at_most():
    ids = [f"{number:026}".translate(str.maketrans("0189", "abcd")) for number in range(60)]
    assert len(draft.wanted([*ids, *ids, "x"])) == draft.CHOSEN_MAX


def test_a_word_in_between_after_a_final_reply_opens_nothing_again(office):
    letter = office.send(office.proposal())[0]
    referral = office.referral(letter).record.id
    office.do(replies.enter, referral, answer())
    office.do(replies.enter, referral, answer("interim", text="Санасан үг"))
    line = office.referral(letter)
    assert (line.answer, value_of(line.record, "answer_text"), line.over) == ("final", "Хавар өрөмдөнө.", None)
    assert len(line.history) == 2
