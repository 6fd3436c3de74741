"""Lines: what is read, what is refused and with which code (README §2, hostile lines H12–H18 and H23)."""

import time

import pytest

from sync import op
from sync.op import Malformed, Op
from tests.sync.build import RECORD, SALT, inc_named

INC = inc_named("a")
BASE = f"{inc_named('b')}.7.aaaaaaaa"
GOOD = '{"type":"proposal","id":"RECORD","n":1,"at":-5,"cat":1,"set":{"title":["Худаг"]}}'.replace("RECORD", RECORD)
SALTED = '["AAAAAAAAAAAAAAAA",{"phone":["99112233"]}]'


def read(line, personal=None):
    line = line.encode() if isinstance(line, str) else line
    return op.read(line, personal.encode() if personal else None, INC, 3, "tttttttt")


def with_set(inside):
    return GOOD.replace('{"title":["Худаг"]}', inside)


def code_of(line, personal=None):
    with pytest.raises(Malformed) as refusal:
        read(line, personal)
    return refusal.value.code


def test_a_line_says_what_its_author_wrote():
    assert read(GOOD) == Op(INC, 3, "tttttttt", "proposal", RECORD, 1, -5, 1, {"title": ("Худаг", ())})
    assert read(GOOD).id == f"{INC}.3.tttttttt"


def test_bases_of_the_same_inc_are_written_short_and_read_in_full():
    own = f"{INC}.2.aaaaaaaa"
    line, personal = op.write(
        Op(INC, 3, "", "person", RECORD, 2, 5, 1, {"sex": ("male", (BASE, own))}, {"phone": ("1", (own,))}), SALT
    )
    assert f'["male","{BASE}","2.aaaaaaaa"]'.encode() in line
    assert personal == b'["AAAAAAAAAAAAAAAA",{"phone":["1","2.aaaaaaaa"]}]'
    said = op.read(line, personal, INC, 3, "tttttttt")
    assert said.sets == {"sex": ("male", (BASE, own))}
    assert said.personal == {"phone": ("1", (own,))}


def test_an_op_may_say_personal_things_alone():
    assert read(with_set("{}"), SALTED).personal == {"phone": ("99112233", ())}


def test_an_erased_personal_line_says_nothing_more():
    digest = '"' + "A" * 43 + '"'
    assert op.erased_digest(digest.encode()) == "A" * 43
    assert read(with_set("{}"), digest).personal == {}
    assert op.erased_digest(SALTED.encode()) is None


def test_a_digest_with_stray_bits_is_no_digest():
    assert op.erased_digest(b'"' + b"A" * 42 + b'B"') is None


@pytest.mark.parametrize(("line", "personal"), [(b"[1]", True), (b'"x"', True), (b"{}", False), (b"", False)])
def test_a_personal_line_is_known_by_its_first_symbol(line, personal):
    assert op.is_personal_line(line) is personal


def test_what_the_author_writes_is_what_json_in_a_browser_would_write():
    line, _ = op.write(Op(INC, 1, "", "proposal", RECORD, 1, 0, 1, {"title": ('\u2028"\n😀\x1f', ())}))
    assert line.endswith('"title":["\u2028\\"\\n😀\\u001f"]}}'.encode())


def test_a_personal_line_needs_its_salt():
    said = Op(INC, 1, "", "person", RECORD, 1, 0, 1, {}, {"phone": ("1", ())})
    with pytest.raises(AssertionError, match="96 random bits"):
        op.write(said, b"short")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "bad-json"),
        ("{", "bad-json"),
        (" " + GOOD, "bad-json"),
        (GOOD + " ", "bad-json"),
        (GOOD + GOOD, "bad-json"),
        (GOOD.replace('"n":1,"at":-5', '"at":-5,"n":1'), "bad-shape"),
        (GOOD.replace('"cat":1,', ""), "bad-shape"),
        (GOOD.replace('"cat":1,', '"cat":1,"is_admin":true,'), "bad-shape"),
        (GOOD.replace("}}", '},"group":"short"}'), "bad-shape"),
        (GOOD.replace("}}", '},"group":null}'), "bad-shape"),
        (GOOD.replace("proposal", "Proposal"), "bad-shape"),
        (GOOD.replace('"proposal"', "7"), "bad-shape"),
        (GOOD.replace(RECORD, RECORD + "a"), "bad-shape"),
        (GOOD.replace(f'"{RECORD}"', "null"), "bad-shape"),
        (GOOD.replace('"n":1', '"n":true'), "bad-shape"),
        (GOOD.replace('"at":-5', '"at":null'), "bad-shape"),
        (GOOD.replace('"cat":1', '"cat":"1"'), "bad-shape"),
        (GOOD.replace('"n":1', '"n":0'), "bad-number"),
        (GOOD.replace('"n":1', '"n":9007199254740992'), "bad-number"),
        (GOOD.replace('"at":-5', '"at":-9007199254740992'), "bad-number"),
        (GOOD.replace('"cat":1', '"cat":0'), "bad-number"),
        (with_set("[]"), "bad-shape"),
        (with_set("{}"), "bad-shape"),
        (with_set('{"title":"x"}'), "bad-shape"),
        (with_set('{"title":[]}'), "bad-shape"),
        (with_set('{"title":["x"' + ',"2.aaaaaaaa"' * 65 + "]}"), "bad-shape"),
        (with_set("{" + ",".join(f'"f{i}":[1]' for i in range(401)) + "}"), "bad-shape"),
        (with_set('{"title":[["x"]]}'), "bad-value"),
        (with_set('{"title":[{}]}'), "bad-value"),
        (with_set('{"title":["x",7]}'), "bad-base"),
        (with_set('{"title":["x","0.aaaaaaaa"]}'), "bad-base"),
        (with_set('{"title":["x","2.aaaaaaa"]}'), "bad-base"),
        (with_set('{"title":["x","A.2.aaaaaaaa"]}'), "bad-base"),
        (with_set('{"title":["x",9007199254740992]}'), "bad-number"),
        (with_set('{"unheard_of":[9007199254740993]}'), "bad-number"),
        (with_set('{"\\ud800":["x"]}'), "bad-key"),
        (with_set('{"a/b/c":["x"]}'), "bad-key"),
        (with_set('{"":["x"]}'), "bad-key"),
    ],
)
def test_a_line_that_is_no_op_is_refused_by_its_code(line, code):
    assert code_of(line) == code


@pytest.mark.parametrize(
    ("personal", "code"),
    [
        ("[]", "bad-shape"),
        ('["short",{}]', "bad-shape"),
        ('[7,{"phone":["1"]}]', "bad-shape"),
        ('["AAAAAAAAAAAAAAAA",[]]', "bad-shape"),
        ('["AAAAAAAAAAAAAAAA",{"phone":["1"]},1]', "bad-shape"),
        ('"no digest"', "bad-shape"),
        ('["AAAAAAAAAAAAAAAA",{"phone":["1","x"]}]', "bad-base"),
    ],
)
def test_a_personal_line_that_is_none_is_refused_by_its_code(personal, code):
    assert code_of(GOOD, personal) == code


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"a":[{"b":'])
def test_h12_nested_5_000_deep_is_too_deep_and_quick(opening):
    began = time.process_time()
    assert code_of(opening * 5_000) == "too-deep"
    assert code_of(with_set('{"title":[' + opening * 5_000 + '"x"]}')) == "too-deep"
    assert time.process_time() - began < 1


def test_h12_brackets_within_texts_nest_nothing():
    words = '[{"\\' * 5_000
    line, _ = op.write(Op(INC, 1, "", "proposal", RECORD, 1, 0, 1, {"body": (words, ())}))
    assert read(line).sets["body"][0] == words


def test_h12_many_short_lists_are_not_deep():
    many = ",".join(f'"f{number}":[1]' for number in range(400))
    assert len(read(with_set("{" + many + "}")).sets) == 400


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "1e400", "1e2", "1.0", "-0.0", "NaN", "-Infinity"])
def test_h13_numbers_that_the_languages_read_differently_are_bad_numbers(number):
    """trap_35: no number that JSON means differently in two languages."""
    assert code_of(with_set('{"cost":[' + number + "]}")) == "bad-number"


def test_h14_a_key_that_stands_twice_is_refused_wherever_it_stands():
    assert code_of(with_set('{"title":["1"],"title":["2"]}')) == "duplicate-key"
    assert code_of(GOOD.replace('"n":1', '"n":1,"n":2')) == "duplicate-key"


@pytest.mark.parametrize("raw", [b"\xff", b'{"a":"\xc3"}', b"\xed\xa0\x80", GOOD.encode("utf-16")])
def test_h17_what_is_not_utf_8_is_bad_encoding(raw):
    assert code_of(raw) == "bad-encoding"


def test_h17_a_byte_order_mark_is_bad_json():
    assert code_of("\ufeff" + GOOD) == "bad-json"


@pytest.mark.parametrize("line", ["[]", '"x"', "null", "true", "7"])
def test_h18_what_is_not_an_object_is_no_op(line):
    assert code_of(line) == "bad-shape"


@pytest.mark.parametrize("key", ["__proto__", "constructor/__proto__x/y", "Title", "title/", "title/ö", "__x"])
def test_h23_paths_that_are_none_are_bad_keys(key):
    assert code_of(with_set('{"' + key + '":["x"]}')) == "bad-key"


@pytest.mark.parametrize("key", ["constructor", "counts/__proto__", "to_string", "_newer"])
def test_h23_names_that_mean_something_to_a_browser_are_names_like_others(key):
    assert read(with_set('{"' + key + '":["x"]}')).sets == {key: ("x", ())}
